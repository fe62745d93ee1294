// The peer: express with Digital Bazaar's verifier of eddsa-jcs-2022, over the same certificates, with no network.
//
//   node server.mjs DATA PORT
//
// DATA is JSON: `certificates` (bytes by number), `documents` (contexts, DID document and key by address), `now`. It
// reads everything from memory and takes every status for good; ours looks into a database and into both lists.

import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import express from 'express';

const [path, port] = process.argv.slice(2);
const {certificates, documents, now} = JSON.parse(readFileSync(path, 'utf8'));

const documentLoader = async url => {
  if (documents[url] === undefined) return vc.defaultDocumentLoader(url); // the W3C's contexts come with the package
  return {contextUrl: null, documentUrl: url, document: documents[url]};
};

const app = express();
app.get('/v/:file', async (request, response) => {
  const raw = certificates[request.params.file.replace(/\.json$/, '')];
  if (raw === undefined) return response.status(404).json({verdict: 'unknown'});
  const suite = new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()});
  const found = await vc.verifyCredential({
    credential: JSON.parse(raw), suite, documentLoader, now: new Date(now), checkStatus: async () => ({verified: true}),
  });
  response.json({verdict: found.verified ? 'valid' : 'not_genuine'});
});
app.listen(Number(port), '127.0.0.1');
