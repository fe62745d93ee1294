// Status lists, the status history and recognitions (SPEC.md 7 and 8): what else a body signs.

import { checkContext } from "./certificate.js";
import { malformed, untrusted } from "./defect.js";
import { checkDid, checkTime, isNumber, split } from "./places.js";
import { checkProof } from "./proof.js";
import * as shape from "./shapes.js";
import { readObject } from "./strict-json.js";

const LEAST = 131_072;
const MOST = 16_777_216;
const MAX_BYTES = 3_000_000;

const listCredential = shape.objectOf({
  "@context": shape.tupleOf(shape.text, shape.text),
  credentialSubject: shape.objectOf({
    encodedList: shape.text,
    id: shape.text,
    statusPurpose: shape.oneOf("revocation", "suspension"),
    type: shape.oneOf("BitstringStatusList"),
    version: shape.safe,
  }),
  id: shape.text,
  issuer: shape.text,
  proof: shape.optional(shape.proofWithContext),
  type: shape.tupleOf(shape.oneOf("VerifiableCredential"), shape.oneOf("BitstringStatusListCredential")),
  validFrom: shape.text,
  validUntil: shape.text,
});

export async function readStatus(bytes, trust, known = 0) {
  const read = readObject(bytes, MAX_BYTES);
  listCredential(read);
  const said = read.credentialSubject;
  await checkSigned(read, read.id, trust, "status", read.validFrom);
  if (said.version < known) throw untrusted("older-than-known", `version ${said.version}, ${known} was seen`);
  const [origin] = split(read.id);
  if (said.id !== `${read.id}#list` || !read.id.endsWith(`/${said.statusPurpose}`)) throw malformed("bad-address");
  checkContext(read["@context"], origin);
  checkTime(read.validFrom);
  checkTime(read.validUntil);
  if (read.validUntil <= read.validFrom) throw malformed("bad-time", "the list ends before it begins");
  const bits = await unpack(said.encodedList);
  return {
    id: read.id,
    issuer: read.issuer,
    version: said.version,
    from: read.validFrom,
    until: read.validUntil,
    size: bits.length * 8,
    marked: (index) => (bits[index >> 3] & (0x80 >> (index & 7))) !== 0,
  };
}

// One gzip stream in base64url, unpacked no further than the limit.
async function unpack(encoded) {
  if (!/^u[A-Za-z0-9_-]*$/.test(encoded)) throw malformed("bad-status-list", "not base64url");
  let packed;
  try {
    const binary = atob(encoded.slice(1).replaceAll("-", "+").replaceAll("_", "/"));
    packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    throw malformed("bad-status-list", "not base64url");
  }
  const pieces = [];
  let length = 0;
  try {
    // Read piece by piece by hand: not every browser can go through a stream with `for`.
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const piece = read.value;
      length += piece.length;
      if (length * 8 > MOST) throw malformed("bad-status-list", "too many entries");
      pieces.push(piece);
    }
  } catch {
    throw malformed("bad-status-list", "not one gzip stream of at most that size");
  }
  if (length * 8 < LEAST) throw malformed("bad-status-list", `${length * 8} entries`);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

const change = shape.objectOf({
  at: shape.text,
  reason: shape.optional(shape.textOf(1, 80)),
  state: shape.oneOf("active", "suspended", "withdrawn", "superseded"),
  successor: shape.optional(shape.text),
  suspendedUnits: shape.optional(shape.listOf(shape.textOf(1, 64), 1, 2000)),
  until: shape.optional(shape.text),
});
const historyShape = shape.objectOf({
  certificate: shape.text,
  changes: shape.listOf(change),
  id: shape.text,
  issued: shape.text,
  issuer: shape.text,
  number: shape.text,
  proof: shape.optional(shape.plainProof),
  type: shape.oneOf("StatusHistory"),
  version: shape.safe,
});

export async function readHistory(bytes, trust, known = 0) {
  const read = readObject(bytes);
  historyShape(read);
  if (!read.proof) throw malformed("missing-field", "proof");
  if (!isNumber(read.number)) throw malformed("bad-certificate-number");
  if (split(read.id)[1] !== `/v/${read.number}/history.json`) throw malformed("number-mismatch");
  if (!/^sha256:[0-9a-f]{64}$/.test(read.certificate)) throw malformed("wrong-value", "a digest");
  checkTime(read.issued);
  checkChanges(read.changes);
  await checkSigned(read, read.id, trust, "status", read.issued);
  if (read.version < known) throw untrusted("older-than-known", `version ${read.version}, ${known} was seen`);
  return read;
}

function checkChanges(changes) {
  if (!changes.length || changes[0].state !== "active") throw malformed("wrong-value", "a history begins with active");
  for (const one of changes) {
    checkTime(one.at);
    if (one.until !== undefined) checkTime(one.until);
    if (one.successor !== undefined && !isNumber(one.successor)) throw malformed("bad-certificate-number");
    if (one.suspendedUnits && new Set(one.suspendedUnits).size < one.suspendedUnits.length) {
      throw malformed("repeated-unit");
    }
  }
  changes.slice(1).forEach((later, place) => {
    const { at, state } = changes[place];
    if (later.at < at) throw malformed("bad-time", "a history goes forward");
    if (state === "withdrawn" || state === "superseded") throw malformed("wrong-value", `nothing follows ${state}`);
  });
}

// What the register says, as its signed history tells it.
export function registered(history) {
  const last = history.changes.at(-1);
  const sameState = history.changes.findLastIndex((one) => one.state !== last.state) + 1;
  return {
    known: true,
    state: last.state,
    since: history.changes[sameState].at,
    until: last.until ?? null,
    reason: last.reason ?? null,
    successor: last.successor ?? null,
    suspendedUnits: last.suspendedUnits ?? [],
    digest: history.certificate,
    issuer: history.issuer,
  };
}

const recognitionShape = shape.objectOf({
  "@context": shape.tupleOf(shape.text, shape.text),
  credentialSubject: shape.objectOf({
    id: shape.text,
    name: shape.line,
    scheme: shape.code,
    type: shape.oneOf("CertificationBody"),
  }),
  id: shape.text,
  issuer: shape.text,
  proof: shape.optional(shape.proofWithContext),
  type: shape.tupleOf(shape.oneOf("VerifiableCredential"), shape.oneOf("Recognition")),
  validFrom: shape.text,
  validUntil: shape.text,
});

export async function readRecognition(bytes, trust) {
  const read = readObject(bytes);
  recognitionShape(read);
  if (!read.proof) throw malformed("missing-field", "proof");
  checkContext(read["@context"], split(read.id)[0]);
  checkDid(read.issuer);
  checkDid(read.credentialSubject.id);
  checkTime(read.validFrom);
  checkTime(read.validUntil);
  if (read.validUntil <= read.validFrom) throw malformed("bad-time", "the recognition ends before it begins");
  await checkSigned(read, read.id, trust, "recognition");
  return read;
}

// Issuer, address, key and signature of what a body signs with a key for `use`.
async function checkSigned(read, address, trust, use, ...times) {
  if (!read.proof) throw malformed("missing-field", "proof");
  const body = trust.body(read.issuer);
  if (!body.origins.includes(split(address)[0])) throw untrusted("wrong-host", address.slice(0, 200));
  checkTime(read.proof.created);
  const raw = trust.key(body.did, read.proof.verificationMethod, use, read.proof.created, ...times);
  if (read["@context"] && JSON.stringify(read.proof["@context"]) !== JSON.stringify(read["@context"])) {
    throw malformed("wrong-value", "proof.@context");
  }
  await checkProof(read, raw);
}
