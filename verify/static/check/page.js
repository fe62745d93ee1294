// The verification page checks by itself what the server said: the certificate and, when the page was opened by
// scanning, the code behind the #. It tells what it found in the list of checks. Of two verdicts the worse one shows.

import { check } from "./evidence.js";
import { hostOf } from "./places.js";
import { reasonOf, WORDS } from "./verifier.js";

const kept = document.getElementById("anew");
const TIME = ["expired", "status-too-old", "trust-list-expired"]; // what comes of nothing but that time has passed

async function judged(given, at) {
  const { number, root } = kept.dataset;
  const asked = { ...given, number, root, at };
  const verdicts = [];
  if (typeof given.certificate === "string") verdicts.push(await check(asked));
  if (location.hash.length > 1) verdicts.push(await check({ ...asked, code: code(), host: hostOf(location.origin) }));
  return verdicts;
}

// The code that was scanned. A file server has the page in a folder, and what stands after ? belongs to no code.
function code() {
  return location.origin + location.pathname.replace(/\/(?:index(?:\.en)?\.html)?$/, "") + location.hash;
}

// A page that was written long ago, in a static copy, is judged by the time at which it was asked for.
function timeOf(answer) {
  const [written, told] = [Date.parse(kept.dataset.at), Date.parse(answer.headers.get("date") ?? "")];
  return new Date(told > written ? told : written).toISOString();
}

async function run() {
  try {
    const answer = await fetch(kept.dataset.evidence, { cache: "no-store", headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const verdicts = await judged(await answer.json(), timeOf(answer));
    const incapable = verdicts.find((verdict) => reasonOf(verdict) === "cannot-check");
    if (!verdicts.length || incapable) return tell("not_done", incapable ? "cannot-check" : "unreachable");
    show(verdicts);
  } catch {
    tell("not_done", "unreachable");
  }
}

function show(verdicts) {
  const rank = (verdict) => WORDS.indexOf(verdict.verdict);
  const worst = verdicts.reduce((one, other) => (rank(other) < rank(one) ? other : one));
  const ours = WORDS.indexOf(kept.dataset.verdict);
  if (rank(worst) === ours) return tell("same");
  tell("other", reasonOf(worst));
  if (rank(worst) < ours) worsen(worst.verdict, reasonOf(worst));
}

function copied(name, code = "") {
  const copy = kept.content.querySelector(`[data-name="${name}"]`).cloneNode(true);
  for (const node of [copy, ...copy.querySelectorAll("*")]) {
    if (!node.childElementCount) node.textContent = node.textContent.replace("{code}", code);
  }
  return copy;
}

function tell(name, code) {
  const row = copied(name, code);
  row.removeAttribute("data-name");
  row.id = "phone";
  document.querySelector(".checks")?.append(row);
}

// The field says the worse word. Of what is not genuine nothing else stays.
function worsen(word, code) {
  const said = copied(word);
  const field = document.querySelector(".field");
  field.className = `field field-${said.dataset.field}`;
  field.querySelector(".verdict > .sign").replaceWith(said.querySelector("svg"));
  field.querySelector(".word").textContent = said.textContent.trim();
  field.querySelector(".headline").textContent = copied(TIME.includes(code) ? "later" : "found").textContent;
  for (const part of field.querySelectorAll(".sentence, .action")) part.remove();
  field.querySelector(".verdict").append(copied("worse", code));
  document.querySelector(".seam").className = `seam seam-${said.dataset.seam}`;
  for (const drawing of document.querySelectorAll(".seam .cut")) drawing.remove();
  document.querySelector(".easy")?.remove();
  document.title = said.textContent.trim();
  document.getElementById("heard").textContent = ["word", "headline"].map((part) => field.querySelector(`.${part}`).textContent).join(". ");
  if (!word.startsWith("not_") || word === "not_yet_valid") return;
  if (kept.content.querySelector('[data-name="report"]')) field.querySelector(".verdict").append(copied("report"));
  for (const part of document.querySelectorAll(".part, .check")) {
    if (part.id !== "phone" && !part.querySelector("#phone") && !part.matches(".how")) part.remove();
  }
  document.querySelector(".part").before(copied("todo"));
  document.querySelector("main").classList.add("page-none");
  document.querySelector(".sheet").classList.add("sheet-none");
}

run();
