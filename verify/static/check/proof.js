// The Data Integrity proof eddsa-jcs-2022 (SPEC.md 4), the same on every kind of document.

import { checkSignature, concat, sha256, signatureOf } from "./keys.js";
import { canonical, without } from "./strict-json.js";

// Throws unless the document's proof is by the key of these 32 bytes.
export async function checkProof(document, raw) {
  const options = await sha256(canonical(without(document.proof, "proofValue")));
  const unsigned = await sha256(canonical(without(document, "proof")));
  await checkSignature(raw, signatureOf(document.proof.proofValue), concat(options, unsigned));
}
