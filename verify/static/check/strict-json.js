// Bytes to one JSON value, and back (SPEC.md 2.1 and 2.2). JSON.parse keeps the last of two equal keys and takes any
// number, so this reader goes by the grammar of RFC 8259 itself. Objects have no prototype: "__proto__" is a key.

import { unreadable, malformed } from "./defect.js";

export const MAX_BYTES = 1_000_000;
const MAX_DEPTH = 32;
const SPACE = " \t\r\n";
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const FORBIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\ufdd0-\ufdef]/u;

export function readJson(bytes, maxBytes = MAX_BYTES) {
  const text = decode(bytes, maxBytes);
  const value = new Reader(text).whole();
  refuseTexts(value);
  return value;
}

export function readObject(bytes, maxBytes = MAX_BYTES) {
  const value = readJson(bytes, maxBytes);
  if (!isObject(value)) throw malformed("wrong-type", "not an object at the top");
  return value;
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// The RFC 8785 form of a value as readJson gives it. JavaScript sorts texts by UTF-16 units, as the RFC wants, and its
// JSON.stringify spells texts and integers in the RFC's way.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

export function without(object, name) {
  const rest = Object.assign(Object.create(null), object);
  delete rest[name];
  return rest;
}

export function checkText(text) {
  if (!text.isWellFormed()) throw unreadable("lone-surrogate");
  if (FORBIDDEN.test(text) || hasNoncharacter(text)) throw unreadable("forbidden-character");
  if (text.normalize("NFC") !== text) throw unreadable("not-normalised");
}

function hasNoncharacter(text) {
  for (const character of text) if ((character.codePointAt(0) & 0xfffe) === 0xfffe) return true;
  return false;
}

function decode(bytes, maxBytes) {
  if (bytes.length > maxBytes) throw unreadable("too-large", `${bytes.length} bytes`);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw unreadable("byte-order-mark");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable("not-utf8");
  }
  if (/^[ \t\r\n]*$/.test(text)) throw unreadable("empty");
  return text;
}

function refuseTexts(value) {
  if (value === null) throw unreadable("null-value");
  if (typeof value === "string") checkText(value);
  else if (Array.isArray(value)) value.forEach(refuseTexts);
  else if (isObject(value)) {
    for (const key of value[ORDER]) {
      checkText(key);
      refuseTexts(value[key]);
    }
  }
}

// The keys of an object as they were written: JavaScript itself puts keys that look like numbers first.
const ORDER = Symbol("keys as written");

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  whole() {
    const value = this.value(0);
    this.skip();
    if (this.at !== this.text.length) throw this.wrong();
    return value;
  }

  wrong() {
    return unreadable("not-json", `at character ${this.at}`);
  }

  skip() {
    while (this.at < this.text.length && SPACE.includes(this.text[this.at])) this.at += 1;
  }

  take(sign) {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  expect(sign) {
    if (!this.take(sign)) throw this.wrong();
  }

  value(depth) {
    this.skip();
    const first = this.text[this.at];
    if (first === "{" || first === "[") {
      if (depth === MAX_DEPTH) throw unreadable("too-deep", `at character ${this.at}`);
      this.at += 1;
      return first === "{" ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (first === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  object(depth) {
    const found = Object.create(null);
    const keys = [];
    let twice = false;
    Object.defineProperty(found, ORDER, { value: keys });
    this.skip();
    if (this.take("}")) return found;
    do {
      this.skip();
      const key = this.string();
      twice ||= key in found;
      keys.push(key);
      this.skip();
      this.expect(":");
      found[key] = this.value(depth);
      this.skip();
    } while (this.take(","));
    this.expect("}");
    if (twice) throw unreadable("duplicate-key");
    return found;
  }

  array(depth) {
    const found = [];
    this.skip();
    if (this.take("]")) return found;
    do {
      found.push(this.value(depth));
      this.skip();
    } while (this.take(","));
    this.expect("]");
    return found;
  }

  string() {
    this.expect('"');
    let found = "";
    for (;;) {
      PLAIN.lastIndex = this.at;
      const plain = PLAIN.exec(this.text)[0];
      found += plain;
      this.at += plain.length;
      if (this.take('"')) return found;
      this.expect("\\");
      found += this.escaped();
    }
  }

  escaped() {
    const sign = this.text[this.at];
    this.at += 1;
    if (sign in ESCAPES) return ESCAPES[sign];
    const digits = this.text.slice(this.at, this.at + 4);
    if (sign !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.wrong();
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  number() {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (found === null) throw this.wrong();
    this.at += found[0].length;
    const number = Number(found[0]);
    if (found[1] || found[2] || found[0] === "-0" || found[0].length > 17 || !Number.isSafeInteger(number)) {
      throw unreadable("bad-number", found[0].slice(0, 24));
    }
    return number;
  }
}
