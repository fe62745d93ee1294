// A verdict put onto the page: the field with its one sentence, the rows to compare, the checks, what to do.

import { partsOf, quoted, toldAt } from "./words.js";

const DEPTHS = [4, 8, 13, 18];
const PITCH = 17.5;
const WIDTH = 8;
const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// A text with foreign parts kept to themselves, as the server's pages do.
function worded(name, className, text) {
  const parts = partsOf(text).map((part) => (part.foreign ? element("bdi", "", part.text) : part.text));
  return element(name, className, ...parts);
}

const signOf = (kind, name) => byId("signs").content.querySelector(`[data-${kind}="${name}"] svg`).cloneNode(true);

// `answer` is what Carried.judge gives; `body` the name of the body whose page it is, or "".
export function show(words, answer, { body, host, now }) {
  const { verdict } = answer;
  const face = words.face(verdict);
  const look = words.table.looks[face];
  byId("field").className = `field field-${look.field}`;
  byId("sign").replaceChildren(signOf("sign", look.sign));
  byId("verdict").querySelector(".word").textContent = words.word(verdict);
  byId("verdict").querySelector(".headline").replaceChildren(...worded("span", "", words.headline(verdict, body)).childNodes);
  const sentence = byId("field").querySelector(".sentence");
  sentence.replaceChildren(...worded("span", "", words.sentence(verdict, body)).childNodes);
  sentence.hidden = !sentence.textContent;
  byId("checked").textContent = checkedLine(words, verdict);
  byId("checked").hidden = answer.clockBehind; // then it would name a time that is not now
  byId("onward").hidden = false;
  showSeam(look, verdict.certificate);
  byId("sheet").classList.toggle("sheet-none", !verdict.certificate);
  document.querySelector("main").classList.toggle("page-none", !verdict.certificate);
  byId("told").replaceChildren(...below(words, answer, { body, host, now }));
  byId("told").hidden = false;
  document.title = `${words.word(verdict)}${verdict.number ? `: ${verdict.number}` : ""}`;
}

function checkedLine(words, verdict) {
  const line = words.label("told_checked", { moment: words.moment(verdict.checked_at) });
  const age = verdict.status_age_seconds;
  return age === null ? line : `${line} ${words.label("told_age", { age: words.age(age) })}`;
}

function below(words, answer, { body, host, now }) {
  const { verdict } = answer;
  const parts = [];
  if (answer.clockBehind) {
    const values = { shown: words.moment(timeIn(now)), seen: words.moment(timeIn(answer.seen)) };
    parts.push(element("p", "note", words.label("told_clock", values)));
  } else if (words.face(verdict) === "unknown" && verdict.status_age_seconds !== null) {
    parts.push(element("p", "note", words.label("told_since", { moment: words.moment(toldAt(verdict)) })));
  }
  if (answer.foreign) parts.push(element("p", "note", words.label("told_foreign")));
  if (answer.address) {
    const text = words.label(verdict.certificate ? "told_whole" : "told_look_up");
    const link = element("a", verdict.certificate ? "" : "button second", text);
    link.href = answer.address;
    parts.push(element("p", "onward", link));
  }
  if (verdict.certificate) parts.push(rows(words, verdict));
  else parts.push(todo(words, verdict, body, host));
  const report = byId("scan").dataset.report; // where misuse is reported, if anybody takes reports
  if (report && words.table.looks[words.face(verdict)].field === "false") {
    const link = element("a", "button second", words.label("report_link"));
    link.href = report;
    parts.push(element("p", "onward", link));
  }
  parts.push(checks(words, verdict));
  return parts;
}

const timeIn = (milliseconds) => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

function rows(words, verdict) {
  const facts = verdict.certificate;
  const foreign = (text) => worded("p", "", quoted(text));
  const absent = () => element("p", "more", words.label("only_on_paper"));
  const scheme = worded("p", "", `${quoted(facts.schemeCode)}, ${words.label("level")} ${quoted(facts.levelCode)}`);
  const holder = worded("p", `holder${facts.holder.length > 50 ? " holder-long" : ""}`, quoted(facts.holder));
  const values = {
    row_holder: holder, row_certified: absent(), row_area: foreign(facts.place), row_scheme: scheme,
    row_decided: absent(), row_until: lastDay(words, verdict), row_issuer: foreign(facts.issuerName),
    row_number: element("p", "number", facts.number),
  };
  const list = element("ol", "rows", ...Object.entries(values).map(([label, value], at) => element(
    "li", "", element("span", "n", String(at + 1)), element("span", "label", words.label(label)),
    element("div", "value", value),
  )));
  list.setAttribute("role", "list");
  const lead = `${words.label("compare_lead")} ${words.label("compare_cut")}`;
  return section("compare", words.label("compare"), element("p", "lead", lead), list);
}

// What no longer holds is struck through, and what holds instead follows.
function lastDay(words, verdict) {
  const until = words.day(verdict.certificate.validUntil);
  const says = {
    withdrawn_or_superseded: "now_void", suspended: "now_suspended", expired: "now_expired", unknown: "now_unknown",
    not_yet_valid: "now_not_yet",
  }[verdict.verdict];
  if (!says) return element("p", "", until);
  const instead = words.label(says, { from_day: words.day(verdict.certificate.validFrom) });
  if (says === "now_void") return element("p", "", element("del", "", until), ` ${instead}`);
  return element("p", "", `${until} `, element("span", "more", instead));
}

function checks(words, verdict) {
  const stuck = verdict.steps.find((step) => !["yes", "not_done"].includes(step.result));
  const steps = verdict.certificate
    ? words.table.asked.map((name) => verdict.steps.find((step) => step.name === name)) : [stuck];
  const list = element("ul", "checks", ...steps.map((step) => element(
    "li", "check", element("span", step.result, signOf("small", words.table.checkSigns[step.result])),
    element("span", "question", words.table.question[step.name]),
    element("span", `answer ${step.result}`, words.table.answer[step.result]),
    worded("span", "basis", words.basis(step.name, verdict)),
  )));
  list.setAttribute("role", "list");
  if (verdict.certificate) return section("checks", words.label("checks"), list);
  const rest = verdict.verdict === "unknown" ? "rest_not_known" : "rest_not_done";
  return section("checks", words.label("happened"), list, element("p", "small", words.label(rest)));
}

function todo(words, verdict, body, host) {
  // A page that is nobody's own knows no address to compare with, and does not say "us".
  const keys = (words.table.todo[words.face(verdict)] ?? []).filter((key) => body || key !== "todo_address")
    .map((key) => (body || key !== "todo_ask" ? key : "todo_ask_issuer"));
  const list = element("ul", "list list-todo", ...keys.map((key) => element(
    "li", "", signOf("small", "arrow"), worded("span", "", words.label(key, { host: quoted(host), body: quoted(body) })),
  )));
  list.setAttribute("role", "list");
  return section("todo", words.label("todo"), list);
}

function section(id, heading, ...children) {
  const title = element("h2", "", heading);
  title.id = `told-${id}`;
  const made = element("section", "part", title, ...children);
  made.setAttribute("aria-labelledby", title.id);
  return made;
}

// The sixteen notches come from the digest that the code carries: the two lowest bits of each byte.
function showSeam({ field, seam }, facts) {
  const drawn = { joined: ["field"], apart: ["field", "sheet"], gone: ["sheet"], dotted: ["open"] }[seam] ?? [];
  byId("seam").className = `seam seam-${seam}`;
  byId("seam").replaceChildren(...(facts ? drawn : []).map((which) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", `cut cut-${which}${which === "field" ? ` field-${field}` : ""}`);
    svg.setAttribute("viewBox", "0 0 271 19");
    svg.setAttribute("focusable", "false");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", cut(facts.digest, which === "open"));
    svg.append(path);
    return svg;
  }));
}

export function cut(digest, outline) {
  return digest.match(/../g).slice(0, 16).map((byte, place) => {
    const [left, depth] = [place * PITCH, DEPTHS[parseInt(byte, 16) & 3]];
    return outline ? `M${left} 0v${depth}h${WIDTH}v-${depth}` : `M${left} 0h${WIDTH}v${depth}h-${WIDTH}z`;
  }).join("");
}

// The page as it was before anything was told.
export function unshow(start) {
  byId("field").className = "field field-none";
  byId("sign").replaceChildren();
  byId("verdict").querySelector(".word").textContent = start.word;
  byId("verdict").querySelector(".headline").textContent = start.headline;
  const sentence = byId("field").querySelector(".sentence");
  sentence.textContent = start.sentence;
  sentence.hidden = false;
  for (const id of ["checked", "onward", "told"]) byId(id).hidden = true;
  byId("seam").className = "seam seam-dotted";
  byId("seam").replaceChildren();
  byId("sheet").classList.add("sheet-none");
  document.querySelector("main").classList.add("page-none");
  document.title = start.title;
}
