// The trust list (SPEC.md 6): whose keys count, for what, from when to when.

import { malformed, untrusted } from "./defect.js";
import { hex, rawKey, sha256 } from "./keys.js";
import { checkDid, checkTime, hostOf, isOrigin } from "./places.js";
import { checkProof } from "./proof.js";
import * as shape from "./shapes.js";
import { readObject } from "./strict-json.js";

const key = shape.objectOf({
  from: shape.text,
  id: shape.text,
  publicKeyMultibase: shape.text,
  state: shape.oneOf("active", "retired", "compromised"),
  until: shape.optional(shape.text),
  use: shape.oneOf("certificate", "status", "recognition"),
});
const body = shape.objectOf({
  did: shape.text,
  keys: shape.listOf(key),
  name: shape.text,
  origins: shape.listOf(shape.text),
  slug: shape.text,
});
const list = shape.objectOf({
  bodies: shape.listOf(body),
  expires: shape.text,
  id: shape.text,
  issued: shape.text,
  proof: shape.optional(shape.plainProof),
  type: shape.oneOf("TrustList"),
  version: shape.safe,
});

// `root` is the Multikey that must have signed; `known` the highest version that was seen.
export async function readTrust(bytes, root, known = 0) {
  const read = readObject(bytes);
  list(read);
  if (!read.proof) throw malformed("missing-field", "proof");
  const [method, fragment = ""] = cutAt(read.proof.verificationMethod, "#");
  if (method !== `did:key:${fragment}`) throw malformed("bad-address", "verificationMethod");
  if (root && fragment !== root) throw untrusted("wrong-root", fragment.slice(0, 80));
  checkTime(read.proof.created);
  await checkProof(read, rawKey(fragment));
  if (read.version < known) throw untrusted("older-than-known", `version ${read.version}, ${known} was seen`);
  const trust = new Trust(read);
  trust.root = fragment;
  await trust.index();
  return trust;
}

function cutAt(value, sign) {
  const at = value.indexOf(sign);
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}

class Trust {
  constructor(read) {
    checkTime(read.issued);
    checkTime(read.expires);
    if (read.expires <= read.issued) throw malformed("bad-time", "the trust list ends before it begins");
    this.version = read.version;
    this.issued = read.issued;
    this.expires = read.expires;
    this.bodies = new Map(read.bodies.map((one) => [one.did, one]));
    if (this.bodies.size !== read.bodies.length) throw malformed("wrong-value", "a body stands twice");
    this.keys = new Map();
    this.digests = new Map();
    for (const one of read.bodies) this.take(one);
  }

  take(one) {
    checkDid(one.did);
    if (!one.origins.length || !one.origins.every(isOrigin)) throw malformed("bad-address", "an origin");
    for (const listed of one.keys) {
      if (!listed.id.startsWith(`${one.did}#`)) throw malformed("bad-address", "id of a key");
      checkTime(listed.from);
      if (listed.until !== undefined) checkTime(listed.until);
      else if (listed.state !== "active") throw malformed("missing-field", "until");
      const raw = rawKey(listed.publicKeyMultibase);
      if (this.keys.has(listed.id)) throw malformed("wrong-value", "a key stands twice");
      this.keys.set(listed.id, { ...listed, did: one.did, raw });
    }
  }

  async index() {
    for (const known of this.keys.values()) known.hint = hex((await sha256(known.raw)).slice(0, 4));
    for (const one of this.bodies.values()) this.digests.set(hex((await sha256(one.did)).slice(0, 8)), one);
  }

  body(did) {
    const found = this.bodies.get(did);
    if (!found) throw untrusted("unknown-issuer", did.slice(0, 200));
    return found;
  }

  byDigest(digest) {
    const found = this.digests.get(hex(digest));
    if (!found) throw untrusted("unknown-issuer", hex(digest));
    return found;
  }

  // Whether any body of this list uses the host.
  knows(host) {
    return [...this.bodies.values()].some((one) => one.origins.map(hostOf).includes(host));
  }

  // The 32 bytes of the body's key, if it is for this use and was valid at all the times.
  key(did, id, use, ...times) {
    const known = this.keys.get(id);
    if (!known || known.did !== did) throw untrusted("unknown-key", id.slice(0, 200));
    refuseUnusable(known, use, times);
    return known.raw;
  }

  // All keys that a hint of four bytes may mean; at least one.
  keysByHint(did, hint, use, time) {
    let refusal = untrusted("unknown-key", hex(hint));
    const found = [];
    for (const known of this.keys.values()) {
      if (known.did !== did || known.hint !== hex(hint)) continue;
      try {
        refuseUnusable(known, use, [time]);
        found.push(known.raw);
      } catch (error) {
        refusal = error;
      }
    }
    if (!found.length) throw refusal;
    return found;
  }
}

function refuseUnusable(known, use, times) {
  if (known.use !== use) throw untrusted("unknown-key", `${known.id.slice(0, 200)} is for ${known.use}`);
  if (known.state === "compromised") throw untrusted("key-compromised", known.id.slice(0, 200));
  for (const time of times) {
    if (time < known.from || (known.until !== undefined && time > known.until)) {
      throw untrusted("key-not-valid-then", `${known.id.slice(0, 200)} at ${time}`);
    }
  }
}
