// What can be wrong with what was read. `code` is a reason of SPEC.md 12; `kind` tells which step of 10 it ends.

export class Defect extends Error {
  constructor(kind, code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.kind = kind; // unreadable, malformed, untrusted, forged
    this.code = code;
    this.detail = detail;
  }
}

export const unreadable = (code, detail) => new Defect("unreadable", code, detail);
export const malformed = (code, detail) => new Defect("malformed", code, detail);
export const untrusted = (code, detail) => new Defect("untrusted", code, detail);
export const forged = () => new Defect("forged", "signature-mismatch", "the signature does not fit the content");

// The browser cannot do something that the check needs. It says nothing about what was to be checked.
export class Incapable extends Error {}
