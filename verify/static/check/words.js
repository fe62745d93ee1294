// A verdict in words, as verify/words.py says it: the same texts, which the page carries, filled in the same way.
// A sentence whose fact is not known is left out whole.

import { reasonOf } from "./verifier.js";

const DAY = 86_400;
const FSI = "\u2068";
const PDI = "\u2069";
// Controls, ends of lines, and the marks and overrides of writing direction.
const UNRULY = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
const STOCKHOLM = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Stockholm", hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit",
  minute: "2-digit",
});

// A foreign text, marked where it begins and ends.
export const quoted = (text) => `${FSI}${text.replace(UNRULY, "\ufffd")}${PDI}`;

// The parts of a text, each with whether it is foreign.
export const partsOf = (text) => text.split(/(\u2068[^\u2069]*\u2069)/).filter(Boolean)
  .map((part) => (part.startsWith(FSI) ? { text: part.slice(1, -1), foreign: true } : { text: part, foreign: false }));

export const filled = (text, values) => text.replace(/\{([a-z_]+)\}/g, (_, name) => values[name]);

const said = (sentences, values) => sentences
  .filter((text) => [...text.matchAll(/\{([a-z_]+)\}/g)].every(([, name]) => values[name] != null))
  .map((text) => filled(text, values)).join(" ");

export class Words {
  constructor(table) {
    this.table = table;
  }

  label(name, values = {}) {
    return filled(this.table.labels[name], values);
  }

  face(verdict) {
    if (verdict.verdict !== "unknown" || verdict.certificate) return verdict.verdict;
    if (verdict.steps[0].result === "yes") return "untold";
    return { unreachable: "unreached", "address-only": "unproved" }[reasonOf(verdict)] ?? "unread";
  }

  word(verdict) {
    return this.table.word[this.face(verdict)];
  }

  headline(verdict, body) {
    return filled(this.table.headline[this.face(verdict)], this.values(verdict, body));
  }

  sentence(verdict, body) {
    return said(this.table.sentences[this.face(verdict)], this.values(verdict, body));
  }

  basis(name, verdict) {
    const step = verdict.steps.find((one) => one.name === name);
    return this.basisOf(step, { ...this.values(verdict), code: step.reason });
  }

  basisOf({ name, result, reason }, values) {
    const { basis, basisOfReason, notDone, otherwise } = this.table;
    const fallback = result === "not_done" ? notDone : otherwise;
    return said(basisOfReason[reason] ?? basis[`${name}/${result}`] ?? fallback, values);
  }

  values(verdict, body) {
    const facts = verdict.certificate;
    const name = facts?.issuerName ?? body;
    const values = { body: name ? quoted(name) : this.table.nobody, ...this.freshness(verdict) };
    values.bodys = this.genitive(values.body);
    values.why_false = this.whyFalse(verdict);
    values.why_untold = reasonOf(verdict) === "cannot-check"
      ? this.table.basisOfReason["cannot-check"][0] : this.table.noTrustList;
    const stuck = verdict.steps.find((step) => step.result === "unknown");
    values.why_unknown = stuck ? this.basisOf(stuck, values) : null;
    if (!facts) return values;
    const [first, last] = [this.day(facts.validFrom), this.day(facts.validUntil)];
    const noEnd = this.isNoEnd(facts.validUntil);
    const swedish = this.table.lang === "sv";
    return {
      ...values, holder: quoted(facts.holder), scheme: quoted(facts.schemeCode), from_day: first, until: last,
      term: noEnd ? `${swedish ? "från" : "from"} ${first}, ${last}` : `${first}–${last}`,
      holds: noEnd ? last : `${swedish ? "till och med" : "until"} ${last}`,
    };
  }

  freshness(verdict) {
    const { status } = this.table;
    const seconds = verdict.status_age_seconds;
    if (seconds === null) return { status: null, stale: status.none };
    const told = toldAt(verdict);
    const when = this.day(told) === this.day(verdict.checked_at) ? status.today : status.earlier;
    return {
      status: filled(when, { clock: this.clock(told), moment: this.moment(told) }),
      stale: filled(status.stale, { age: this.age(seconds) }),
    };
  }

  whyFalse(verdict) {
    const { whyFalse } = this.table;
    const step = verdict.steps.find((one) => one.result === "no");
    return whyFalse[step?.reason] ?? whyFalse[step?.name] ?? whyFalse.genuine;
  }

  genitive(name) {
    if (this.table.lang === "en") return `${name}’s`;
    return /[sxzSXZ]$/.test(name.replace(PDI, "")) ? name : `${name}s`;
  }

  isNoEnd(time) {
    return time.startsWith("9999-12-31");
  }

  day(time) {
    if (this.isNoEnd(time)) return this.table.noEnd;
    const { day, month, year } = partsOfTime(time);
    return `${Number(day)} ${this.table.months[month - 1]} ${year}`;
  }

  clock(time) {
    const { hour, minute } = partsOfTime(time);
    return this.table.lang === "sv" ? `kl. ${hour}.${minute}` : `at ${hour}:${minute}`;
  }

  moment(time) {
    const { day, month, year } = partsOfTime(time);
    const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
    return `${this.table.weekdays[(weekday + 6) % 7]} ${this.day(time)} ${this.clock(time)}`;
  }

  // A span in its largest whole unit, and never less than a minute.
  age(seconds) {
    const [days, hours, minutes] = this.table.units;
    const [count, [one, many]] = seconds >= DAY ? [Math.floor(seconds / DAY), days]
      : seconds >= 3600 ? [Math.floor(seconds / 3600), hours] : [Math.max(Math.floor(seconds / 60), 1), minutes];
    return `${count} ${count === 1 ? one : many}`;
  }
}

// When the status was signed that a verdict goes by.
export const toldAt = ({ checked_at: at, status_age_seconds: age }) =>
  `${new Date(new Date(at) - age * 1000).toISOString().slice(0, 19)}Z`;

function partsOfTime(time) {
  return Object.fromEntries(STOCKHOLM.formatToParts(new Date(time)).map(({ type, value }) => [type, value]));
}
