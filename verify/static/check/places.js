// Origins, addresses, DIDs, times and certificate numbers, each in its one spelling (SPEC.md 2.3 and 5).

import { malformed } from "./defect.js";

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const PORT = "(?::[1-9][0-9]{0,4})?";
const LOCAL = "(?:localhost|127\\.0\\.0\\.1)";
const SITE = `https://(?!${LOCAL}(?:[:/]|$))${LABEL}(?:\\.${LABEL})*${PORT}|http://${LOCAL}${PORT}`;
const SEGMENT = "(?!\\.{1,2}(?:[:/]|$))[A-Za-z0-9._~-]+";
const ORIGIN = new RegExp(`^(?:${SITE})$`);
const ADDRESS = new RegExp(`^(${SITE})((?:/${SEGMENT})+)$`);
const DID = new RegExp(`^did:web:([a-z0-9.-]+)(?:%3A([1-9][0-9]{0,4}))?((?::${SEGMENT})*)$`);
const LONGEST = 500;

export const isOrigin = (text) => text.length <= LONGEST && ORIGIN.test(text);

export const hostOf = (origin) => origin.slice(origin.indexOf("//") + 2);

export function originOfHost(host) {
  const origin = `${/^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host) ? "http" : "https"}://${host}`;
  if (!isOrigin(origin)) throw malformed("bad-address", "not a host");
  return origin;
}

// Origin and path of an address without query and fragment.
export function split(address) {
  const found = address.length <= LONGEST ? ADDRESS.exec(address) : null;
  if (found === null) throw malformed("bad-address", address.slice(0, 80));
  return [found[1], found[2]];
}

export function checkDid(did) {
  const found = did.length <= LONGEST ? DID.exec(did) : null;
  if (found === null) throw malformed("bad-address", `not a did:web: ${did.slice(0, 80)}`);
  originOfHost(found[2] ? `${found[1]}:${found[2]}` : found[1]);
}

export function checkTime(text) {
  const found = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/.exec(text);
  if (found === null) throw malformed("bad-time", text.slice(0, 40));
  checkDay(found[1]);
}

export function checkDay(text) {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  const [year, month, day] = found ? found.slice(1).map(Number) : [0, 0, 0];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days[month - 1]) {
    throw malformed("bad-time", text.slice(0, 40));
  }
}

export function timeOfSeconds(seconds) {
  if (seconds > 253402300799) throw malformed("bad-time", `${seconds} seconds since 1970`);
  return timeOf(new Date(seconds * 1000));
}

export const timeOf = (date) => `${date.toISOString().slice(0, 19)}Z`;

const SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

export function isNumber(text) {
  const shape = new RegExp(`^[${SYMBOLS}]{4}-[${SYMBOLS}]{4}-[${SYMBOLS}]$`);
  return shape.test(text) && total(text.replaceAll("-", "")) % 31 === 0;
}

// The number that somebody typed, in any case and with or without dashes; null when it can be none.
export function tidied(text) {
  const symbols = text.slice(0, 64).normalize("NFKC").replace(/[\s\-_.·\u2010-\u2015\u2212]+/g, "").toUpperCase();
  const spelled = `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`;
  return isNumber(spelled) ? spelled : null;
}

function total(symbols) {
  let sum = 0;
  let weight = 1;
  for (const symbol of symbols.slice(0, 8)) {
    weight *= -2;
    sum += weight * SYMBOLS.indexOf(symbol);
  }
  return sum + SYMBOLS.indexOf(symbols[8]);
}
