// Digital Bazaar's implementation of eddsa-jcs-2022: judges what is in the file, and signs what is to be signed.
//
//   node theirs.mjs ASKED ANSWERS

import {readFileSync, writeFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {createSignCryptosuite, createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';

const [from, to] = process.argv.slice(2);
const {judge, sign, keyPair, documents, now} = JSON.parse(readFileSync(from, 'utf8'));

const documentLoader = async url => {
  if (documents[url] === undefined) return vc.defaultDocumentLoader(url); // the W3C's contexts come with the package
  return {contextUrl: null, documentUrl: url, document: documents[url]};
};

const judged = {};
for (const {id, document} of judge.filter(one => one.credential)) {
  const suite = new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()});
  const checkStatus = async () => ({verified: true});
  const found = await vc.verifyCredential({
    credential: structuredClone(document), suite, documentLoader, now: new Date(now), checkStatus,
  });
  judged[id] = found.verified;
}

const signed = {};
const signer = (await Ed25519Multikey.from(keyPair)).signer();
for (const {id, document} of sign.filter(one => one.credential)) {
  const suite = new DataIntegrityProof({signer, date: new Date(now), cryptosuite: createSignCryptosuite()});
  signed[id] = await vc.issue({credential: structuredClone(document), suite, documentLoader});
}
const {version} = JSON.parse(readFileSync('node_modules/@digitalbazaar/eddsa-jcs-2022-cryptosuite/package.json'));
const name = '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
writeFileSync(to, JSON.stringify([{peer: name, version, judged, signed}]));
