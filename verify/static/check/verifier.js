// The verdict (SPEC.md 10 and 11): nine steps, one word. Time, lists and what the register said are arguments.
// Written from SPEC.md; it shares no code with the verifier in Python and is held against it by tests/vectors.

import { digestOf, originOf, readCertificate } from "./certificate.js";
import { readCode, unpack } from "./compact.js";
import { Defect, forged, Incapable, malformed, untrusted } from "./defect.js";
import { checkSignature, hex } from "./keys.js";
import { hostOf, originOfHost, timeOf, timeOfSeconds } from "./places.js";
import { checkProof } from "./proof.js";

export const STEPS = [
  "readable", "well_formed", "issuer_trusted", "genuine", "registered", "within_time", "not_withdrawn",
  "not_suspended", "recognised",
];
export const WORDS = [
  "not_genuine", "not_registered", "withdrawn", "superseded", "withdrawn_or_superseded", "expired", "not_yet_valid",
  "suspended", "unknown", "valid",
];
const SKEW = 5 * 60 * 1000;
const STEP_OF = { unreadable: "readable", malformed: "well_formed", untrusted: "issuer_trusted", forged: "genuine" };
const SAYS = {
  readable: { no: "not_genuine", unknown: "unknown" },
  well_formed: { no: "not_genuine" },
  issuer_trusted: { no: "not_genuine", unknown: "unknown" },
  genuine: { no: "not_genuine", unknown: "unknown" },
  registered: { no: "not_registered" },
  not_withdrawn: { withdrawn: "withdrawn", superseded: "superseded", no: "withdrawn_or_superseded", unknown: "unknown" },
  not_suspended: { suspended: "suspended", unknown: "unknown" },
};

// `asked`: trust (or null), statuses (Map of address to list), at (Date), and where known register, recognitions
// (array, with `refused` where one was found that does not hold), expectedNumber, expectedHost, clockBehind (the clock shows a time before one that was seen).
export const verify = (bytes, asked) => judge(() => certificateOf(bytes, asked), asked);

export const verifyCode = (text, asked) => judge((heard) => codeOf(text, asked, heard), asked);

async function judge(read, asked) {
  const heard = { claimed: asked.expectedNumber ?? null, step: "readable" };
  try {
    const signed = await read(heard);
    return conclude(signed, asked);
  } catch (error) {
    const claimed = error.claimed ?? heard.claimed;
    if (error instanceof NoTrust) return untold("issuer_trusted", "no-trust-list", claimed, asked.at);
    if (error instanceof Incapable) return incapable(claimed, asked.at);
    if (!(error instanceof Defect)) throw error;
    return failed(error.step ?? STEP_OF[error.kind], error.code, claimed, asked.at);
  }
}

class NoTrust extends Error {}

async function certificateOf(bytes, { trust, expectedNumber, expectedHost }) {
  const read = readCertificate(bytes);
  if (!read.proof) throw malformed("missing-field", "proof");
  const number = read.credentialSubject.number;
  if (expectedNumber && number !== expectedNumber) throw malformed("number-mismatch");
  return claiming(number, async () => {
    if (!trust) throw new NoTrust();
    const body = trust.body(read.issuer.id);
    refuseHost(body, originOf(read), expectedHost);
    const raw = trust.key(body.did, read.proof.verificationMethod, "certificate", read.proof.created);
    await inStep("genuine", () => checkProof(read, raw));
    return factsOfCertificate(read, await digestOf(read));
  });
}

async function codeOf(text, { trust, expectedNumber, expectedHost }, heard) {
  const { host, number, cose } = inStepOf("readable", "bad-address", () => readCode(text));
  heard.claimed = number;
  const { said, hint, signature, signed } = unpack(cose);
  if (said.number !== number || (expectedNumber && number !== expectedNumber)) throw malformed("number-mismatch");
  const [from, until, at] = [said.begins, said.expires, said.issued].map(timeOfSeconds);
  if (until <= from) throw malformed("bad-time", "it ends before it begins");
  if (!trust) throw new NoTrust();
  const body = trust.byDigest(said.issuer);
  const origin = originOfHost(host);
  refuseHost(body, origin, expectedHost);
  const keys = trust.keysByHint(body.did, hint, "certificate", at);
  if (!(await anySigned(keys, signature, signed))) throw forged();
  const lists = `${origin}/bodies/${body.slug}/status/${said.list}/`;
  return {
    toldBy: "code", number, holder: said.holder, place: said.place, schemeCode: said.scheme, levelCode: said.level,
    validFrom: from, validUntil: until, issuer: body.did, issuerName: body.name, digest: hex(said.digest),
    revocation: `${lists}revocation`, suspension: `${lists}suspension`, index: said.index,
  };
}

// Where the text of a code names no host, it cannot be read as a code: that ends the first step.
function inStepOf(step, code, act) {
  try {
    return act();
  } catch (error) {
    if (error.code === code) error.step = step;
    throw error;
  }
}

async function inStep(step, act) {
  try {
    await act();
  } catch (error) {
    error.step = step;
    throw error;
  }
}

async function claiming(number, act) {
  try {
    return await act();
  } catch (error) {
    error.claimed = number;
    throw error;
  }
}

async function anySigned(keys, signature, signed) {
  for (const raw of keys) {
    try {
      await checkSignature(raw, signature, signed);
      return true;
    } catch (error) {
      if (!(error instanceof Defect)) throw error;
    }
  }
  return false;
}

function refuseHost(body, origin, expected) {
  if (!body.origins.includes(origin)) throw untrusted("wrong-host", hostOf(origin));
  if (expected && hostOf(origin) !== expected) throw untrusted("wrong-host", hostOf(origin));
}

function factsOfCertificate(read, digest) {
  const said = read.credentialSubject;
  const [revocation, suspension] = read.credentialStatus;
  return {
    toldBy: "certificate", number: said.number, holder: said.name, place: said.place, schemeCode: said.scheme.code,
    levelCode: said.level.code, validFrom: read.validFrom, validUntil: read.validUntil, issuer: read.issuer.id,
    issuerName: read.issuer.name, digest, certificate: read, revocation: revocation.statusListCredential,
    suspension: suspension.statusListCredential, index: Number(revocation.statusListIndex),
  };
}

function conclude(facts, asked) {
  const now = timeOf(asked.at);
  const trusted = now > asked.trust.expires ? ["unknown", "trust-list-expired"] : ["yes", "ok"];
  // What another body's history tells says nothing of this one.
  const register = asked.register?.issuer && asked.register.issuer !== facts.issuer ? null : asked.register;
  const registered = registeredOf(facts, register);
  const known = registered[0] === "yes" ? register : null;
  const revoked = lookUp(facts.revocation, facts, asked);
  const paused = lookUp(facts.suspension, facts, asked);
  const results = [
    ["yes", "ok"], ["yes", "ok"], trusted, ["yes", "ok"], registered, withinTime(facts, now),
    notWithdrawn(revoked, known), notSuspended(paused, known), recognised(facts, asked.recognitions),
  ];
  const told = ["suspended", "withdrawn", "superseded"].includes(known?.state) ? known : {};
  const issued = [revoked.list, paused.list].filter(Boolean).map((list) => list.from).sort()[0];
  return {
    verdict: wordOf(results),
    number: facts.number,
    claimed_number: facts.number,
    checked_at: now,
    steps: stepsOf(results),
    certificate: facts,
    status_since: told.since ?? null,
    status_until: told.until ?? null,
    status_reason: told.reason ?? null,
    successor: told.successor ?? null,
    status_age_seconds: issued ? Math.max(0, Math.floor((asked.at - new Date(issued)) / 1000)) : null,
  };
}

function registeredOf(facts, register) {
  if (!register) return ["not_done", "register-not-asked"];
  if (!register.known) return ["no", "not-in-register"];
  if (register.digest && !register.digest.replace("sha256:", "").startsWith(facts.digest)) {
    return ["no", "register-has-another"];
  }
  return ["yes", "ok"];
}

function withinTime(facts, now) {
  if (now < facts.validFrom) return ["no", "not-yet-valid"];
  return now > facts.validUntil ? ["no", "expired"] : ["yes", "ok"];
}

function notWithdrawn({ marked, reason }, register) {
  if (register?.state === "withdrawn" || register?.state === "superseded") return [register.state, register.state];
  if (marked) return ["no", "withdrawn-or-superseded"];
  return reason ? ["unknown", reason] : ["yes", "ok"];
}

function notSuspended({ marked, reason }, register) {
  if (register?.state === "suspended") return ["suspended", "suspended"];
  if (reason) return ["unknown", reason];
  return marked ? ["suspended", "suspended"] : ["yes", "ok"];
}

// The list, whether our entry is marked in it, and why its answer does not count.
function lookUp(address, facts, { statuses, at, clockBehind }) {
  const list = statuses.get(address);
  if (!list) return { marked: false, reason: "no-status-list" };
  if (list.issuer !== facts.issuer) return { marked: false, reason: "status-list-of-another" };
  if (facts.index >= list.size) return { marked: false, reason: "no-such-entry" };
  if (new Date(list.from) - at > SKEW) return { marked: false, reason: "status-from-later" };
  const reason = timeOf(at) > list.until ? "status-too-old" : clockBehind ? "clock-behind" : "";
  return { list, marked: list.marked(facts.index), reason };
}

function recognised(facts, recognitions) {
  const mine = (recognitions ?? []).filter(
    ({ credentialSubject: of }) => of.id === facts.issuer && of.scheme === facts.schemeCode,
  );
  if (!mine.length) return recognitions?.refused ? ["no", recognitions.refused] : ["not_done", "no-recognition"];
  const signed = ({ proof, validUntil }) => `${proof.created} ${validUntil}`; // both of one length each
  const last = mine.reduce((one, other) => (signed(other) >= signed(one) ? other : one));
  const then = last.validFrom <= facts.validFrom && facts.validFrom <= last.validUntil;
  return then ? ["yes", "ok"] : ["no", "not-recognised-then"];
}

const stepsOf = (results) => STEPS.map((name, place) => {
  const [result, reason] = results[place] ?? ["not_done", "not-reached"];
  return { name, result, reason };
});

export function saidBy({ name, result, reason }) {
  if (name === "within_time" && result === "no") return reason === "not-yet-valid" ? "not_yet_valid" : "expired";
  return SAYS[name]?.[result] ?? null;
}

function wordOf(results) {
  const steps = stepsOf(results);
  const said = steps.map(saidBy);
  const good = steps.every(({ name, result }) => name === "recognised" || result === "yes"
    || (name === "registered" && result === "not_done"));
  return good ? "valid" : (WORDS.find((word) => said.includes(word)) ?? "unknown");
}

// The reason of the first step that says what the verdict says.
export const reasonOf = (verdict) => verdict.steps.find((step) => saidBy(step) === verdict.verdict)?.reason ?? "all-good";

function failed(step, reason, claimed, at) {
  const results = STEPS.slice(0, STEPS.indexOf(step)).map(() => ["yes", "ok"]);
  return unproved([...results, ["no", reason]], claimed, at);
}

function untold(step, reason, claimed, at) {
  const before = STEPS.slice(0, STEPS.indexOf(step)).map(() => ["yes", "ok"]);
  return unproved([...before, ["unknown", reason], ["unknown", reason]], claimed, at);
}

// The browser has no Ed25519: nothing is known, which is never valid.
export const incapable = (claimed, at) => untold("issuer_trusted", "cannot-check", claimed, at);

// A sign's code, or a number that was typed: whoever is not asked knows nothing.
export const addressOnly = (claimed, at) => unproved([["unknown", "address-only"]], claimed, at);

const unproved = (results, claimed, at) => ({
  verdict: wordOf(results), number: null, claimed_number: claimed, checked_at: timeOf(at), steps: stepsOf(results),
  certificate: null, status_since: null, status_until: null, status_reason: null, successor: null,
  status_age_seconds: null,
});
