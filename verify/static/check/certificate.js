// The certificate (SPEC.md 3): its fields, and that its parts agree.

import { malformed } from "./defect.js";
import { hex, sha256 } from "./keys.js";
import { checkDay, checkDid, checkTime, isNumber, isOrigin, split } from "./places.js";
import * as shape from "./shapes.js";
import { canonical, readObject, without } from "./strict-json.js";

const unitCode = shape.textOf(1, 64);
const MOST_UNITS = 2000;

const unit = shape.objectOf({
  code: unitCode,
  name: shape.line,
  number: shape.optional(shape.integer(1, MOST_UNITS)),
  validUntil: shape.optional(shape.text),
  within: shape.optional(unitCode),
});
const subject = shape.objectOf({
  accreditation: shape.bilingual,
  address: shape.line,
  area: shape.objectOf({ name: shape.line, outlineDigest: shape.optional(shape.text) }),
  certified: shape.bilingual,
  decision: shape.objectOf({ date: shape.text, digest: shape.text }),
  formerCertificate: shape.optional(shape.text),
  id: shape.optional(shape.text),
  level: shape.objectOf({ code: shape.code, title: shape.bilingual }),
  municipalityCode: shape.optional(shape.text),
  name: shape.line,
  number: shape.text,
  organisationNumber: shape.code,
  place: shape.line,
  scheme: shape.objectOf({
    code: shape.code,
    digest: shape.text,
    edition: shape.oneOf("working", "adopted"),
    id: shape.text,
    title: shape.bilingual,
    version: shape.code,
  }),
  signatory: shape.bilingual,
  type: shape.oneOf("CertifiedOrganisation"),
  units: shape.optional(
    shape.listOf(shape.objectOf({ kind: unitCode, members: shape.listOf(unit, 1), title: shape.bilingual }), 1),
  ),
});
const statusEntry = shape.objectOf({
  id: shape.text,
  statusListCredential: shape.text,
  statusListIndex: shape.text,
  statusPurpose: shape.oneOf("revocation", "suspension"),
  type: shape.oneOf("BitstringStatusListEntry"),
});
const related = shape.objectOf({ digestSRI: shape.text, id: shape.text });
const certificate = shape.objectOf({
  "@context": shape.tupleOf(shape.text, shape.text),
  credentialSchema: shape.objectOf({
    digestSRI: shape.optional(shape.text),
    id: shape.text,
    type: shape.oneOf("JsonSchema"),
  }),
  credentialStatus: shape.tupleOf(statusEntry, statusEntry),
  credentialSubject: subject,
  id: shape.text,
  issuer: shape.objectOf({
    address: shape.line,
    id: shape.text,
    name: shape.line,
    type: shape.oneOf("CertificationBody"),
  }),
  proof: shape.optional(shape.proofWithContext),
  relatedResource: shape.optional(shape.tupleOf(related, related, related)),
  type: shape.tupleOf(shape.oneOf("VerifiableCredential"), shape.oneOf("Certificate")),
  validFrom: shape.text,
  validUntil: shape.text,
});

export function readCertificate(bytes) {
  const read = readObject(bytes);
  certificate(read);
  check(read);
  return read;
}

export const originOf = (read) => read.id.slice(0, -`/certificates/${read.credentialSubject.number}`.length);

export const digestOf = async (read) => hex(await sha256(canonical(without(read, "proof"))));

function check(read) {
  const said = read.credentialSubject;
  if (!isNumber(said.number)) throw malformed("bad-certificate-number");
  if (!read.id.endsWith(`/certificates/${said.number}`)) throw malformed("number-mismatch");
  const origin = originOf(read);
  if (!isOrigin(origin)) throw malformed("bad-address", "id");
  checkContext(read["@context"], origin);
  if (read.credentialSchema.id !== origin + shape.SCHEMA_PATH) throw malformed("bad-address", "credentialSchema");
  const { digestSRI } = read.credentialSchema;
  if (digestSRI !== undefined && !isSri(digestSRI)) throw malformed("wrong-value", "credentialSchema.digestSRI");
  checkDid(read.issuer.id);
  split(said.scheme.id);
  checkCodes(said);
  checkStatus(read.credentialStatus, origin);
  checkTime(read.validFrom);
  checkTime(read.validUntil);
  checkDay(said.decision.date);
  if (read.validUntil <= read.validFrom) throw malformed("bad-time", "it ends before it begins");
  if (read.relatedResource) checkRelated(read);
  if (said.units) checkUnits(said.units, read);
  if (read.proof) checkProof(read);
}

export function checkContext(context, origin) {
  if (context[0] !== shape.CREDENTIALS || context[1] !== origin + shape.CONTEXT_PATH) {
    throw malformed("wrong-value", "@context");
  }
}

function checkCodes(said) {
  for (const digest of [said.scheme.digest, said.decision.digest, said.area.outlineDigest]) {
    if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) throw malformed("wrong-value", "a digest");
  }
  const { municipalityCode, formerCertificate, id, organisationNumber } = said;
  if (municipalityCode !== undefined && !/^[0-9]{4}$/.test(municipalityCode)) {
    throw malformed("wrong-value", "municipalityCode");
  }
  if (formerCertificate !== undefined && !isNumber(formerCertificate)) throw malformed("bad-certificate-number");
  if (id === undefined) return;
  const party = `urn:oasis:names:tc:ebcore:partyid-type:iso6523:0007:${organisationNumber.replace("-", "")}`;
  if (!/^[0-9]{6}-[0-9]{4}$/.test(organisationNumber) || id !== party) {
    throw malformed("wrong-value", "credentialSubject.id");
  }
}

function checkStatus([revocation, suspension], origin) {
  if (revocation.statusPurpose !== "revocation" || suspension.statusPurpose !== "suspension") {
    throw malformed("wrong-value", "the purposes of the status entries");
  }
  const index = revocation.statusListIndex;
  if (!/^(?:0|[1-9][0-9]{0,6})$/.test(index) || suspension.statusListIndex !== index) {
    throw malformed("wrong-value", "statusListIndex");
  }
  const list = revocation.statusListCredential;
  const path = /^\/bodies\/[a-z0-9-]{1,63}\/status\/(?:0|[1-9][0-9]{0,5})\/revocation$/;
  if (!list.startsWith(origin) || !path.test(list.slice(origin.length))) throw malformed("bad-address", "status list");
  if (suspension.statusListCredential !== list.replace(/revocation$/, "suspension")) {
    throw malformed("bad-address", "the two status lists do not stand beside each other");
  }
  for (const entry of [revocation, suspension]) {
    if (entry.id !== `${entry.statusListCredential}#${index}`) throw malformed("bad-address", "id of a status entry");
  }
}

// Of our context, whose bytes are the same at every origin and for ever.
const CONTEXT_SRI = "sha256-5XIgspIwaghNv1sl2JtQFMvH41dozCcuqXozP0nS7VE=";

// 32 bytes in the one spelling of base64: the last digit before the padding has two bits to spare, which are zero.
const isSri = (value) => /^sha256-[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value);

const sriOf = (digits) => {
  const bytes = digits.match(/../g).map((pair) => parseInt(pair, 16));
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
};

function checkRelated(read) {
  const [context, scheme, terms] = read.relatedResource;
  const said = read.credentialSubject.scheme;
  if (![context, scheme, terms].every((one) => isSri(one.digestSRI))) throw malformed("wrong-value", "digestSRI");
  if (context.id !== read["@context"][1]) throw malformed("bad-address", "relatedResource of our context");
  if (context.digestSRI !== CONTEXT_SRI) throw malformed("wrong-value", "digestSRI of our context");
  if (scheme.id !== `${said.id}.yaml`) throw malformed("bad-address", "relatedResource of the scheme");
  if (scheme.digestSRI !== sriOf(said.digest.slice(7))) throw malformed("wrong-value", "digestSRI of the scheme");
  const start = `${read.credentialStatus[0].statusListCredential.split("/status/")[0]}/terms/`;
  const named = terms.id.slice(start.length);
  if (!terms.id.startsWith(start) || !/^[0-9a-f]{64}$/.test(named)) throw malformed("bad-address", "terms");
  if (terms.digestSRI !== sriOf(named)) throw malformed("wrong-value", "digestSRI of the terms");
}

function checkUnits(groups, read) {
  const units = groups.flatMap((group) => group.members);
  const codes = new Set(units.map((one) => one.code));
  if (units.length > MOST_UNITS) throw malformed("too-many-units");
  if (new Set(groups.map((group) => group.kind)).size < groups.length || codes.size < units.length) {
    throw malformed("repeated-unit");
  }
  for (const { members } of groups) {
    const bare = members.every((one) => one.number === undefined);
    if (!bare && !members.every((one, place) => one.number === place + 1)) throw malformed("bad-unit-number");
    for (const one of members) {
      if (one.within !== undefined && (!codes.has(one.within) || one.within === one.code)) {
        throw malformed("unknown-unit");
      }
      if (one.validUntil === undefined) continue;
      checkTime(one.validUntil);
      if (one.validUntil <= read.validFrom || one.validUntil >= read.validUntil) throw malformed("bad-time", "a unit");
    }
  }
}

function checkProof(read) {
  checkTime(read.proof.created);
  if (canonical(read.proof["@context"]) !== canonical(read["@context"])) throw malformed("wrong-value", "proof.@context");
  if (!read.proof.verificationMethod.startsWith(`${read.issuer.id}#`)) {
    throw malformed("bad-address", "proof.verificationMethod");
  }
}
