// Keeps the page for scanning in the phone: our own files by their digests, and nothing that could be out of date.
// VERSION, PAGE, PAGES, BELOW and FILES stand above; they are written by verify/pages/scan.py.
// A verdict of the server is never kept. Without a network its address leads to the page, which says what it can.

const OURS = "certify-scan-";
const NAME = OURS + VERSION;
// In a static copy a certificate's address is that of a folder.
const NUMBER = /^([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])(?:\/(?:index(?:\.en)?\.html)?)?$/;
const PATIENCE = 4000; // milliseconds that a network may take to give the page before the kept one is taken

// All or nothing: where one file cannot be had, the version before stays.
async function take() {
  const cache = await caches.open(NAME);
  await cache.addAll([...Object.values(PAGES).map((url) => new Request(url, { cache: "reload" })), ...FILES]);
  await self.skipWaiting();
}

async function settle() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

const kept = async (url) => (await caches.open(NAME)).match(url, { ignoreVary: true });

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("late")));

// The page as it is now, or the kept one where there is no network, no good answer, or none in time.
async function page(request, url) {
  try {
    const answer = await Promise.race([fetch(request), late()]);
    if (answer.ok || answer.type === "opaqueredirect") return answer;
  } catch {
    // the kept one, below
  }
  const asked = Object.values(PAGES).find((one) => one === url.pathname || one === url.pathname + url.search);
  return (await kept(asked ?? (/^en\b/.test(self.navigator.language) ? PAGES.en : PAGES.sv))) ?? Response.error();
}

// What is behind the # goes along in the address and never to a server.
async function verdictPage(request, address) {
  try {
    return await fetch(request);
  } catch {
    return Response.redirect(`${PAGE}#${address}`);
  }
}

async function file(request) {
  return (await kept(request.url)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(take()));
self.addEventListener("activate", (event) => event.waitUntil(settle()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    const [, number] = NUMBER.exec(url.pathname.slice(BELOW.length)) ?? [];
    if (url.pathname === PAGE || url.pathname.startsWith(`${PAGE}/`)) event.respondWith(page(request, url));
    else if (number) event.respondWith(verdictPage(request, `${url.origin}${BELOW}${number}${url.hash}`));
  } else if (FILES.includes(url.pathname)) event.respondWith(file(request));
});
