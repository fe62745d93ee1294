// What the phone goes by when it checks without asking: the trust list, the status lists, and what it knows of time.
// Nothing here ever goes back: a lower version than one that was seen is refused, and so is another list under the
// same version. A list is believed for its signature, whether it comes from the site or from the phone's own store.

import { readSign } from "./compact.js";
import { Defect, Incapable } from "./defect.js";
import { hostOf, tidied } from "./places.js";
import { readStatus } from "./status.js";
import { readTrust } from "./trust.js";
import { addressOnly, incapable, verifyCode } from "./verifier.js";

const SKEW = 5 * 60 * 1000; // what two clocks may differ
const bytesOf = (text) => new TextEncoder().encode(text);

export class Carried {
  // `root` is the Multikey that must have signed the trust list; "" where the site names none: then the first list's
  // own counts from then on.
  constructor(root) {
    this.root = root;
    this.trust = null;
    this.trustText = "";
    this.version = 0;
    this.statuses = new Map(); // address to {list, text}
    this.highest = new Map(); // address to the highest version seen, also of a list that no longer holds
    this.unable = false; // whether this browser cannot check signatures at all
    this.mark = 0; // the latest time, in milliseconds, that this phone is known to have lived through
  }

  // Takes what was kept. A root that was kept stays, whatever the site names now.
  async remember(record) {
    this.root = record.root;
    this.version = record.version;
    this.mark = record.mark;
    await this.takeTrust(record.trust);
    await this.takeStatuses(Object.values(record.statuses).map(({ text }) => text).filter(Boolean));
    for (const [id, { version }] of Object.entries(record.statuses)) this.highest.set(id, version);
  }

  get record() {
    const statuses = Object.fromEntries([...this.highest]
      .map(([id, version]) => [id, { version, text: this.statuses.get(id)?.text ?? "" }]));
    return { format: 1, root: this.root, version: this.version, trust: this.trustText, statuses, mark: this.mark };
  }

  // Takes what the site gives; `told` is the time that it says it is, or null. Says what was refused: reasons of
  // SPEC.md 12.
  async take(given, now, told) {
    const refused = [];
    if (given.trust) refused.push(...(await this.takeTrust(given.trust)));
    const latest = told === null ? Infinity : Math.max(told, now) + SKEW;
    refused.push(...(await this.takeStatuses(given.statuses ?? [], this.statuses, latest)));
    // The site's clock counts for more than the phone's, so that one that ran ahead for a while can be set right.
    this.mark = told ?? Math.max(this.mark, now);
    return [...new Set(refused)];
  }

  async takeTrust(text) {
    if (!text || (this.trust && text === this.trustText)) return [];
    try {
      const trust = await readTrust(bytesOf(text), this.root, this.version);
      if (this.trust && trust.version === this.version) return ["older-than-known"];
      this.trust = trust;
      this.trustText = text;
      this.version = trust.version;
      this.root ||= trust.root;
    } catch (error) {
      this.unable = error instanceof Incapable;
      if (this.unable) return ["cannot-check"];
      if (!(error instanceof Defect)) throw error;
      return [error.code];
    }
    const texts = [...this.statuses.values()].map((one) => one.text);
    const known = this.statuses;
    this.statuses = new Map();
    await this.takeStatuses(texts, known);
    return [];
  }

  // A list that is dated after `latest` would make every clock seem to be behind.
  async takeStatuses(texts, known = this.statuses, latest = Infinity) {
    const refused = [];
    for (const text of this.trust ? texts : []) {
      try {
        const list = await readStatus(bytesOf(text), this.trust);
        const before = known.get(list.id);
        if (list.version < this.highest.get(list.id)
          || (list.version === before?.list.version && text !== before.text)) {
          refused.push("older-than-known");
        } else if (new Date(list.from) > latest) refused.push("status-from-later");
        else {
          this.statuses.set(list.id, { list, text });
          this.highest.set(list.id, list.version);
        }
      } catch (error) {
        if (!(error instanceof Defect)) throw error;
        refused.push(error.code);
      }
    }
    return refused;
  }

  // The latest time that a signature tells of, in milliseconds.
  signedLast() {
    const times = [...this.statuses.values()].map(({ list }) => list.from);
    if (this.trust) times.push(this.trust.issued);
    return Math.max(0, ...times.map((time) => new Date(time).getTime()));
  }

  // The age of the oldest list, in seconds; null without any, and where the clock is behind.
  oldest(now) {
    if (this.clock(now).clockBehind) return null;
    const times = [...this.statuses.values()].map(({ list }) => new Date(list.from).getTime());
    return times.length ? Math.max(0, Math.floor((now - Math.min(...times)) / 1000)) : null;
  }

  // The time to judge by. It is never before one that this phone has seen; a clock that says so is behind, and then
  // nobody knows how old a status is.
  clock(now) {
    const seen = Math.max(this.mark, this.signedLast());
    this.mark = Math.max(this.mark, now);
    return { at: new Date(Math.max(now, seen)), clockBehind: now < seen - SKEW, seen };
  }

  // The verdict on the text of a code or on a number that was typed, and where more can be had: an address that is
  // some body's, or "" where there is none to be trusted.
  async judge(text, now, here) {
    const { at, clockBehind, seen } = this.clock(now);
    const told = (verdict, address, foreign = false) => ({
      verdict: clockBehind ? { ...verdict, status_age_seconds: null } : verdict, address, foreign, clockBehind, seen,
    });
    const number = tidied(text);
    if (number) return told(addressOnly(number, at), `${here}/${number}`);
    const sign = signIn(text);
    if (sign) {
      const known = Boolean(this.trust?.knows(sign.host)) || hostOf(new URL(here).origin) === sign.host;
      return told(addressOnly(sign.number, at), known ? text : "", !known);
    }
    if (this.unable) return told(incapable(null, at), "");
    const statuses = new Map([...this.statuses].map(([id, { list }]) => [id, list]));
    const verdict = await verifyCode(text, { trust: this.trust, statuses, at, clockBehind });
    return told(verdict, verdict.certificate ? text : "");
  }
}

function signIn(text) {
  try {
    return readSign(text);
  } catch {
    return null;
  }
}
