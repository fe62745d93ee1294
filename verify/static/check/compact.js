// The text of a QR code (SPEC.md 9): taken apart, not yet trusted.

import { decode, encode } from "./cbor.js";
import { malformed, unreadable } from "./defect.js";
import { bytesOf, concat } from "./keys.js";
import { isNumber, originOfHost } from "./places.js";
import { checkText } from "./strict-json.js";

const LONGEST = 1400;
const TEXT = /^(https?):\/\/([^/#]+)\/v\/([^/#]+)#1([1-9][0-9]*)$/;
const SIGN = /^(https?):\/\/([^/#]+)\/v\/([^/#]+)$/;
const OWN = -65537;
const HEAD = [0xd2, 0x84, 0x49, 0xa2, 0x01];

// Host, number and COSE_Sign1 of a text in its one spelling.
export function readCode(text) {
  if (Array.from(text).length > LONGEST) throw unreadable("too-large", `${text.length} characters`);
  const found = TEXT.exec(text);
  if (found === null || /[^\u0000-\u007f]/.test(text)) throw unreadable("not-a-code");
  const [, scheme, host, number, digits] = found;
  if (originOfHost(host) !== `${scheme}://${host}`) throw unreadable("not-a-code", `${scheme} for ${host}`);
  if (!isNumber(number)) throw malformed("bad-certificate-number", "in the address");
  const whole = BigInt(digits);
  const packed = bytesOf(whole, Math.ceil(whole.toString(16).length / 2));
  if (packed[0] !== 1) throw unreadable("not-a-code", "the digits do not begin with 0x01");
  return { host, number, cose: packed.slice(1) };
}

// Host and number of a sign's code, which is an address and proves nothing; null for any other text.
export function readSign(text) {
  const [, scheme, host, number] = SIGN.exec(text.slice(0, LONGEST)) ?? [];
  if (host === undefined || !isNumber(number) || /[^\u0000-\u007f]/.test(text)) return null;
  return originOfHost(host) === `${scheme}://${host}` ? { host, number } : null;
}

// A COSE_Sign1 taken apart: what it says, whose key to try, and the bytes that were signed.
export function unpack(cose) {
  const fixed = HEAD.every((byte, place) => cose[place] === byte) && [0x32, 0x27].includes(cose[5]);
  if (!fixed || cose[6] !== 0x04 || cose[7] !== 0x44 || cose[12] !== 0xa0 || cose[13] !== 0x58 || cose.length < 15) {
    throw unreadable("not-cbor", "not the COSE_Sign1 of a code");
  }
  const length = cose[14];
  const claims = cose.slice(15, 15 + length);
  const rest = cose.slice(15 + length);
  if (length < 24 || rest.length !== 66 || rest[0] !== 0x58 || rest[1] !== 0x40) {
    throw unreadable("not-cbor", "not as long as it says");
  }
  const start = [0x84, 0x6a, ...new TextEncoder().encode("Signature1"), 0x49];
  return {
    said: readClaims(claims),
    hint: cose.slice(8, 12),
    signature: rest.slice(2),
    signed: concat(start, cose.slice(3, 12), [0x40, 0x58, length], claims),
  };
}

function readClaims(bytes) {
  const claims = decode(bytes);
  const own = claims instanceof Map ? claims.get(OWN) : undefined;
  const keys = claims instanceof Map ? [...claims.keys()].filter((key) => key !== 5) : [];
  const lists = own instanceof Map ? own.get(3) : undefined;
  if (!sameKeys(keys, [2, 4, 6, OWN]) || !(own instanceof Map) || !sameKeys([...own.keys()], [1, 2, 3, 4, 5, 6, 7])
    || !Array.isArray(lists) || lists.length !== 2) {
    throw unreadable("not-cbor", "not the claims of a code");
  }
  const said = {
    number: claims.get(2),
    expires: claims.get(4),
    begins: claims.has(5) ? claims.get(5) : claims.get(6),
    issued: claims.get(6),
    scheme: own.get(1),
    holder: own.get(2),
    list: lists[0],
    index: lists[1],
    issuer: own.get(4),
    digest: own.get(5),
    level: own.get(6),
    place: own.get(7),
  };
  checkKinds(said);
  if (!sameBytes(encode(claimsOf(said)), bytes)) throw unreadable("not-deterministic");
  const texts = [said.scheme, said.holder, said.level, said.place];
  checkText(texts.join(","));
  const cut = [said.holder, said.place].map(bytesOfText);
  if (texts.includes("") || [said.scheme, said.level].some((code) => Array.from(code).length > 40)
    || cut.some((bytes) => bytes.length > 40)) {
    throw malformed("wrong-value", "a text that is empty or too long");
  }
  return said;
}

function checkKinds(said) {
  const integers = [said.expires, said.begins, said.issued, said.list, said.index];
  const texts = [said.number, said.scheme, said.holder, said.level, said.place];
  if (!integers.every((value) => typeof value === "number") || !texts.every((value) => typeof value === "string")
    || !(said.issuer instanceof Uint8Array) || !(said.digest instanceof Uint8Array)) {
    throw unreadable("not-cbor", "a claim of another type");
  }
  if (said.issuer.length !== 8 || said.digest.length !== 16) throw unreadable("not-cbor", "issuer or digest");
  if (!integers.every((value) => value >= 0 && Number.isSafeInteger(value)) || said.list > 999_999
    || said.index > 9_999_999) {
    throw unreadable("bad-number");
  }
}

// The claims in the order of deterministic CBOR. What begins when it is signed does not say so twice.
function claimsOf(said) {
  const begins = said.begins === said.issued ? [] : [[5, said.begins]];
  const { scheme, holder, list, index, issuer, digest, level, place } = said;
  const own = [scheme, holder, [list, index], issuer, digest, level, place].map((value, at) => [at + 1, value]);
  return new Map([[2, said.number], [4, said.expires], ...begins, [6, said.issued], [OWN, new Map(own)]]);
}

const bytesOfText = (text) => new TextEncoder().encode(text);

const sameKeys = (one, other) => one.length === other.length && other.every((key) => one.includes(key));

const sameBytes = (one, other) => one.length === other.length && other.every((byte, place) => byte === one[place]);
