// Which fields a document has (SPEC.md 3, 6, 7, 8). A shape is a function that throws for a value of another shape.
// Fields are looked at in the order of RFC 8785, and what is absent is told after them.

import { malformed } from "./defect.js";
import { isObject } from "./strict-json.js";

export const text = (value) => {
  if (typeof value !== "string") throw malformed("wrong-type", "not a text");
};

export const textOf = (least, most) => (value) => {
  text(value);
  const length = Array.from(value).length;
  if (length < least || length > most) throw malformed("wrong-value", `a text of ${length} characters`);
};

export const oneOf = (...words) => (value) => {
  text(value);
  if (!words.includes(value)) throw malformed("wrong-value", `${value.slice(0, 80)} where ${words} may stand`);
};

export const integer = (least, most) => (value) => {
  if (!Number.isSafeInteger(value) || value < least || value > most) throw malformed("wrong-value", "not such an integer");
};

export const listOf = (shape, least = 0, most = Infinity) => (value) => {
  if (!Array.isArray(value)) throw malformed("wrong-type", "not an array");
  value.slice(0, most).forEach((item) => shape(item));
  if (value.length < least || value.length > most) throw malformed("wrong-value", `an array of ${value.length}`);
};

export const tupleOf = (...shapes) => (value) => {
  if (!Array.isArray(value)) throw malformed("wrong-type", "not an array");
  value.slice(0, shapes.length).forEach((item, place) => shapes[place](item));
  if (value.length !== shapes.length) throw malformed("wrong-value", `an array of ${value.length}`);
};

export const optional = (shape) => Object.assign((value) => shape(value), { optional: true });

export const objectOf = (fields) => (value) => {
  if (!isObject(value)) throw malformed("wrong-type", "not an object");
  for (const name of Object.keys(value).sort()) {
    if (!Object.hasOwn(fields, name)) throw malformed("unknown-field", name.slice(0, 80));
    fields[name](value[name]);
  }
  for (const name of Object.keys(fields)) {
    if (!fields[name].optional && !(name in value)) throw malformed("missing-field", name);
  }
};

export const safe = integer(0, Number.MAX_SAFE_INTEGER);
export const line = textOf(1, 500);
export const code = textOf(1, 40);
export const bilingual = objectOf({ en: line, sv: line });

export const CREDENTIALS = "https://www.w3.org/ns/credentials/v2";
export const CONTEXT_PATH = "/contexts/certificate/v1";
export const SCHEMA_PATH = "/credential-schemas/certificate/v1";

const suite = {
  created: text,
  cryptosuite: oneOf("eddsa-jcs-2022"),
  proofPurpose: oneOf("assertionMethod"),
  proofValue: text,
  type: oneOf("DataIntegrityProof"),
  verificationMethod: text,
};
export const plainProof = objectOf(suite);
export const proofWithContext = objectOf({ "@context": tupleOf(text, text), ...suite });
