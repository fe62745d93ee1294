// Ed25519 keys and signatures, spelled in base58btc (SPEC.md 4). The curve itself is the browser's: WebCrypto.

import { malformed, forged, Incapable } from "./defect.js";

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, P - 2n));
// The y of the points of small order: the neutral one, those of order 2 and 4, and the two pairs of order 8.
const ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL = [0n, 1n, P - 1n, ORDER_8, P - ORDER_8];

export function base58(text, length) {
  if (text.length > 128) throw malformed("bad-base58", "too long");
  let number = 0n;
  for (const digit of text) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) throw malformed("bad-base58", "a character that is not in the alphabet");
    number = number * 58n + BigInt(value);
  }
  if (number >> BigInt(length * 8)) throw malformed("bad-base58", `more than ${length} bytes`);
  const bytes = bytesOf(number, length);
  const ones = /^1*/.exec(text)[0].length;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  if (ones !== (zeros < 0 ? length : zeros)) throw malformed("bad-base58", `not the one spelling of ${length} bytes`);
  return bytes;
}

// The 32 bytes of a Multikey text, if it is a key that may be used. Working it out takes a while, so it is kept.
export function rawKey(multibase) {
  if (!seen.has(multibase)) seen.set(multibase, usableKey(multibase));
  return seen.get(multibase);
}

const seen = new Map();

function usableKey(multibase) {
  let bytes;
  try {
    if (!multibase.startsWith("z")) throw malformed("bad-base58");
    bytes = base58(multibase.slice(1), 34);
  } catch {
    throw malformed("bad-key", "not a Multikey");
  }
  if (bytes[0] !== 0xed || bytes[1] !== 0x01) throw malformed("bad-key", "not an Ed25519 key");
  const raw = bytes.slice(2);
  const y = numberOf(raw.toReversed()) & (2n ** 255n - 1n);
  if (y >= P) throw malformed("bad-key", "not canonically encoded");
  if (SMALL.includes(y)) throw malformed("bad-key", "a point of small order");
  const square = mod((y * y - 1n) * power(mod(D * y * y + 1n), P - 2n));
  if (power(square, (P - 1n) / 2n) !== 1n) throw malformed("bad-key", "not a point of the curve");
  return raw;
}

export function signatureOf(proofValue) {
  if (!proofValue.startsWith("z")) throw malformed("bad-base58", "a proofValue begins with z");
  return base58(proofValue.slice(1), 64);
}

// Throws forged() unless the signature is the key's over the message, Incapable where the browser has no Ed25519.
export async function checkSignature(raw, signature, message) {
  let fits;
  try {
    const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    fits = await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch (error) {
    throw new Incapable(`this browser cannot check Ed25519 signatures: ${error.name}`);
  }
  if (!fits || numberOf(signature.slice(32).toReversed()) >= L) throw forged();
}

export async function sha256(data) {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const numberOf = (bytes) => (bytes.length ? BigInt("0x" + hex(bytes)) : 0n);

export function bytesOf(number, length) {
  const digits = number.toString(16).padStart(length * 2, "0");
  return Uint8Array.from({ length }, (_, place) => parseInt(digits.slice(place * 2, place * 2 + 2), 16));
}

export function concat(...parts) {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

function mod(number) {
  return ((number % P) + P) % P;
}

function power(base, exponent) {
  let result = 1n;
  for (let left = exponent, square = mod(base); left > 0n; left >>= 1n, square = mod(square * square)) {
    if (left & 1n) result = mod(result * square);
  }
  return result;
}
