// Having the page in the phone: the worker that keeps it, the question of the home screen, and taking it all away.

const CACHES = "certify-scan-";
// The page is only allowed to run addresses that went through a policy; ours lets through the one of our worker.
const worker = (path) => {
  const address = `${path}/worker.js`;
  const policy = globalThis.trustedTypes?.createPolicy("certify-scan", {
    createScriptURL: (url) => (url === address ? url : ""),
  });
  return policy ? policy.createScriptURL(address) : address;
};

let address;

const registered = (path) => navigator.serviceWorker.getRegistration(`${path}/scan`);

export const canKeep = () => "serviceWorker" in navigator && "indexedDB" in globalThis && "caches" in globalThis;

export const isKept = async (path) => canKeep() && Boolean(await registered(path));

// Resolves once the worker has taken everything; rejects where it could not.
export async function keep(path) {
  address ??= worker(path);
  const registration = await navigator.serviceWorker.register(address, { scope: `${path}/`, updateViaCache: "none" });
  const taking = registration.installing ?? registration.waiting ?? registration.active;
  await new Promise((resolve, reject) => {
    const look = () => {
      if (taking.state === "activated") resolve();
      if (taking.state === "redundant") reject(new Error("not taken"));
    };
    taking.addEventListener("statechange", look);
    look();
  });
  await navigator.storage?.persist?.().catch(() => false);
}

// Tells when a newer version has taken over while this page was open.
export function onNewer(tell) {
  if (!canKeep()) return;
  let before = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (before) tell();
    before = navigator.serviceWorker.controller;
  });
}

export async function lookForNewer(path) {
  await (await registered(path))?.update().catch(() => {});
}

export async function forget(path) {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(CACHES)).map((name) => caches.delete(name)));
  await (await registered(path))?.unregister();
}
