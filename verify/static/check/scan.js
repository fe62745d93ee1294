// The page that scans further codes. It checks each by itself and sends nothing of it anywhere: from the network it
// only takes, all lists at once, what checks rest on. What it learned is kept in the phone when its owner wants that.

import { Camera } from "./camera.js";
import { Carried } from "./carried.js";
import { tidied } from "./places.js";
import { ready, textIn } from "./reader.js";
import * as saving from "./saving.js";
import * as store from "./store.js";
import { element, show, unshow } from "./told.js";
import { Words } from "./words.js";

const OLD = 10 * 60 * 1000; // milliseconds after which new lists are asked for before a check
const AGAIN = 60 * 1000; // and before which they are not asked for once more
const PATIENCE = 5000;
const byId = (id) => document.getElementById(id);

const main = byId("scan");
const { path, reader } = main.dataset;
const table = JSON.parse(byId("table").textContent);
const words = new Words(table);
const carried = new Carried(table.root);
const start = {
  title: document.title,
  word: main.querySelector(".word").textContent,
  headline: main.querySelector(".headline").textContent,
  sentence: main.querySelector(".sentence").textContent,
};
let keeps = false;
let fetched = 0;
let tried = 0;

function say(id, text, wrong = false) {
  byId(id).textContent = text;
  byId(id).classList.toggle("is-wrong", wrong);
}

// --- what the phone goes by --------------------------------------------------------------------------------------

async function fetchAnew() {
  tried = Date.now();
  try {
    const answer = await fetch(`${path}/scan/carried.json`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return ["data_failed"];
    const given = await answer.json();
    if (!given.trust) return ["data_failed"];
    const told = Date.parse(answer.headers.get("date") ?? "");
    const refused = await carried.take(given, Date.now(), Number.isNaN(told) ? null : told);
    fetched = Date.now();
    await keepRecord();
    const said = {
      "wrong-root": "data_other_root", "older-than-known": "data_older", "cannot-check": "data_unable",
    };
    const found = [...new Set(refused.map((reason) => said[reason] ?? "data_part"))];
    return found.length || given.complete ? found : ["data_part"];
  } catch {
    return ["data_failed"];
  } finally {
    showData();
  }
}

function showData() {
  const { trust, statuses } = carried;
  const lines = [];
  if (!trust) lines.push(words.label("data_none"));
  else {
    const values = { version: trust.version, day: words.day(trust.issued), until: words.day(trust.expires) };
    lines.push(words.label("data_trust", values));
    const age = carried.oldest(Date.now());
    lines.push(words.label("data_lists", { count: statuses.size }));
    if (age !== null) lines.push(words.label("data_age", { age: words.age(age) }));
  }
  byId("data").replaceChildren(...lines.map((line) => element("p", "", line)));
}

async function keepRecord() {
  if (!keeps) return;
  try {
    await store.save(carried.record);
  } catch {
    // the phone's store is full or closed to us; the check itself does not need it
  }
}

// --- checking ----------------------------------------------------------------------------------------------------

async function judge(text) {
  if (navigator.onLine && Date.now() - fetched > OLD && Date.now() - tried > AGAIN) await fetchAnew();
  const now = Date.now();
  const here = new URL(path, location.href).href;
  const answer = await carried.judge(text, now, here);
  showData();
  show(words, answer, { body: table.body, host: location.host, now });
  byId("number").value = "";
  await keepRecord();
  scrollTo({ top: 0 });
  byId("verdict").focus({ preventScroll: true });
}

const camera = new Camera(byId("video"), reader, judge, (state) => {
  const said = {
    opening: "camera_opening", on: "camera_on", denied: "camera_denied", none: "camera_none", busy: "camera_busy",
    unable: "camera_unable",
  }[state];
  say("camera-said", said ? words.label(said) : "", !["opening", "on", "off"].includes(state));
  byId("viewer").hidden = state !== "on";
  byId("open").hidden = state === "on" || state === "opening";
  byId("close").hidden = !byId("open").hidden;
  if (state === "on") byId("viewer").scrollIntoView({ block: "nearest" });
});

function openCamera() {
  unshow(start);
  history.replaceState(null, "", location.pathname + location.search); // so that what was told is not told again
  camera.open();
  byId("close").focus({ preventScroll: true });
}

function checkTyped(event) {
  event.preventDefault();
  const given = byId("number").value.trim();
  const text = /^[a-z0-9.-]+\/v\//.test(given) ? `https://${given}` : given; // as it stands in print
  const right = tidied(text) !== null || /^https?:\/\//.test(text);
  byId("number").setAttribute("aria-describedby", right ? "number-hint" : "number-error number-hint");
  byId("number-error").hidden = right;
  byId("typed").classList.toggle("ask-wrong", !right);
  if (right) {
    byId("number").removeAttribute("aria-invalid");
    camera.close();
    judge(text);
  } else {
    byId("number").setAttribute("aria-invalid", "true");
    byId("number").focus();
  }
}

async function readPhoto() {
  const [file] = byId("photo").files;
  if (!file) return;
  say("photo-said", words.label("photo_reading"));
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return say("photo-said", words.label("photo_unread"), true);
  }
  try {
    const text = await textIn(picture, picture.width, picture.height, reader);
    if (text === null) return say("photo-said", words.label("photo_none"), true);
    say("photo-said", "");
    byId("photo").value = "";
    camera.close();
    await judge(text);
  } catch {
    say("photo-said", words.label("camera_unable"), true);
  }
}

// --- having the page in the phone --------------------------------------------------------------------------------

let installing; // what the browser offers, where it offers anything

function showKeeping() {
  byId("keep").hidden = keeps;
  byId("forget").hidden = !keeps;
  byId("keep-text").textContent = words.label(keeps ? "keep_kept" : "keep_text");
  byId("install").hidden = !installing;
  byId("install-hint").hidden = !keeps || Boolean(installing) || matchMedia("(display-mode: standalone)").matches;
}

async function keep() {
  say("keep-said", words.label("keep_saving"));
  try {
    if (!saving.canKeep()) throw new Error("nothing to keep it in");
    await store.save(carried.record);
    await saving.keep(path);
    keeps = true;
    say("keep-said", "");
  } catch {
    say("keep-said", words.label("keep_failed"), true);
  }
  showKeeping();
  (keeps ? byId("forget") : byId("keep")).focus();
}

async function forget() {
  await saving.forget(path).catch(() => {});
  await store.forget().catch(() => {});
  keeps = false;
  say("keep-said", words.label("forget_done"));
  showKeeping();
  byId("keep").focus();
}

async function install() {
  const offered = installing;
  installing = undefined;
  await offered.prompt();
  showKeeping();
}

function offerNewer() {
  const button = element("button", "button second", words.label("new_version_button"));
  button.type = "button";
  button.addEventListener("click", () => location.reload());
  byId("newer").replaceChildren(`${words.label("new_version")} `, button);
}

// --- from the beginning ------------------------------------------------------------------------------------------

// The worker leads here from the address of a certificate that could not be reached; it stands behind the #.
function judgeAddress() {
  if (location.hash.length > 1) judge(location.hash.slice(1));
}

// In a static copy the form that asks for a number leads here, since a file server answers none.
function judgeAsked() {
  const number = new URLSearchParams(location.search).get("number");
  if (!number || location.hash.length > 1) return;
  byId("number").value = number;
  byId("typed").requestSubmit();
}

async function begin() {
  document.documentElement.classList.add("with-script");
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installing = event;
    showKeeping();
  });
  byId("open").addEventListener("click", openCamera);
  byId("next").addEventListener("click", openCamera);
  byId("close").addEventListener("click", () => {
    camera.close();
    byId("open").focus();
  });
  byId("typed").addEventListener("submit", checkTyped);
  byId("photo").addEventListener("change", readPhoto);
  byId("keep").addEventListener("click", keep);
  byId("forget").addEventListener("click", forget);
  byId("install").addEventListener("click", install);
  byId("fetch").addEventListener("click", async () => {
    say("data-said", words.label("data_fetching"));
    tellData(await fetchAnew(), "data_fetched");
  });
  keeps = await saving.isKept(path).catch(() => false);
  saving.onNewer(offerNewer);
  showKeeping();
  try {
    const record = keeps ? await store.load() : null;
    if (record) await carried.remember(record);
  } catch {
    // what cannot be read is not there; the lists come anew with the network
  }
  showData();
  tellData(await fetchAnew(), "");
  addEventListener("hashchange", judgeAddress);
  judgeAddress();
  judgeAsked();
  main.dataset.ready = "yes";
  ready(reader).catch(() => {}); // while there is a network; whoever scans without one is told
  if (keeps) saving.lookForNewer(path);
}

function tellData(troubles, otherwise) {
  const texts = troubles.map((name) => words.label(name));
  say("data-said", texts.join(" ") || (otherwise && words.label(otherwise)), troubles.length > 0 && navigator.onLine);
}

begin();
