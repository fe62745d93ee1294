// As much CBOR (RFC 8949) as a code's claims need: integers, byte strings, texts, arrays and maps of known length.
// What was read is written again in the one deterministic encoding and compared, so nothing here need be strict twice.

import { unreadable } from "./defect.js";

const MAX_DEPTH = 4;

export function decode(bytes) {
  return new Reader(bytes).value(0);
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  take(length) {
    if (length > this.bytes.length - this.at) throw unreadable("not-cbor", "it ends early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  argument(low) {
    if (low < 24) return low;
    if (low > 27) throw unreadable("not-cbor", "no known length");
    const bytes = this.take(2 ** (low - 24));
    return bytes.reduce((number, byte) => number * 256 + byte, 0);
  }

  value(depth) {
    if (depth > MAX_DEPTH) throw unreadable("not-cbor", "too deep");
    const [first] = this.take(1);
    const argument = this.argument(first & 31);
    switch (first >> 5) {
      case 0:
        return argument;
      case 1:
        return -1 - argument;
      case 2:
        return this.take(argument).slice();
      case 3:
        return this.text(argument);
      case 4:
        return this.many(argument, () => this.value(depth + 1));
      case 5:
        return this.map(argument, depth);
      default:
        throw unreadable("not-cbor", "a kind that no code holds");
    }
  }

  text(length) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.take(length));
    } catch {
      throw unreadable("not-cbor", "a text that is not UTF-8");
    }
  }

  many(length, one) {
    if (length > this.bytes.length - this.at) throw unreadable("not-cbor", "it ends early");
    return Array.from({ length }, one);
  }

  map(length, depth) {
    const found = new Map();
    for (const [key, value] of this.many(length, () => [this.value(depth + 1), this.value(depth + 1)])) {
      if (found.has(key)) throw unreadable("not-cbor", "a key stands twice");
      found.set(key, value);
    }
    return found;
  }
}

// The deterministic encoding of a value; a Map is written in the order in which it was filled.
export function encode(value) {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") {
    const bytes = new TextEncoder().encode(value);
    return [...head(3, bytes.length), ...bytes];
  }
  if (value instanceof Uint8Array) return [...head(2, value.length), ...value];
  if (Array.isArray(value)) return [...head(4, value.length), ...value.flatMap(encode)];
  return [...head(5, value.size), ...[...value].flatMap(([key, item]) => [...encode(key), ...encode(item)])];
}

function head(kind, argument) {
  if (argument < 24) return [(kind << 5) | argument];
  const [low, length] = argument < 2 ** 8 ? [24, 1] : argument < 2 ** 16 ? [25, 2] : argument < 2 ** 32 ? [26, 4] : [27, 8];
  const bytes = Array.from({ length }, (_, place) => Math.floor(argument / 256 ** (length - 1 - place)) % 256);
  return [(kind << 5) | low, ...bytes];
}
