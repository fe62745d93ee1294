// After each answer the server is asked what its rules make of all of them; nothing is kept here or there.
const form = document.getElementById("checklist");
const WAIT = 250; // milliseconds after the last change

let timer = 0;
let asked = 0;

function line(told) {
  const item = document.createElement("li");
  if (told.to) {
    const link = document.createElement("a");
    link.href = `#${told.to}`;
    link.textContent = told.text;
    item.append(link);
  } else {
    item.textContent = told.text;
  }
  return item;
}

function group(told) {
  const heading = document.createElement("h3");
  heading.textContent = told.title;
  const list = document.createElement("ul");
  list.append(...told.lines.map(line));
  if (told.more) {
    const more = document.createElement("li");
    more.className = "quiet";
    more.textContent = told.more;
    list.append(more);
  }
  return [heading, list];
}

function show(standing) {
  const live = document.getElementById("standing-live");
  const sentence = document.getElementById("standing-sentence");
  if (sentence.textContent !== standing.sentence) sentence.textContent = standing.sentence;
  live.querySelector(".say").className = `say ${standing.tone}`;
  const sign = document.getElementById("standing-sign");
  const drawn = document.getElementById(`sign-${standing.sign}`);
  if (drawn) sign.replaceChildren(drawn.content.cloneNode(true));
  document.getElementById("standing-tally").textContent = standing.tally;
  document.getElementById("standing-groups").replaceChildren(...standing.groups.flatMap(group));
  const left = new Set(standing.left_out.map((name) => `ask-${name}`));
  for (const ask of form.querySelectorAll(".ask, .of-unit")) ask.toggleAttribute("data-left-out", left.has(ask.id));
  for (const beside of form.querySelectorAll("[data-otherwise]")) {
    beside.textContent = standing.otherwise[beside.dataset.otherwise] ?? "";
    beside.hidden = !beside.textContent;
  }
}

async function ask() {
  const mine = ++asked;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const address = `${form.action.split("#")[0]}?lang=${document.documentElement.lang}`;
    const answer = await fetch(address, { method: "POST", headers: { accept: "application/json" }, body });
    if (answer.ok && mine === asked) show(await answer.json());
  } catch {
    // No connection: what is shown stays, and the button works as soon as there is one again.
  }
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
}
