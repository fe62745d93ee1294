// The one record that the page keeps in the phone, once its owner asked for it.

const NAME = "certify-scan";
const OF = "kept";
const KEY = "carried";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(OF);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
}

async function within(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(OF, mode);
      const done = act(transaction.objectStore(OF));
      transaction.oncomplete = () => resolve(done.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

// What was kept, or null. A record of a shape that this version does not know counts as none of its own.
export async function load() {
  const record = await within("readonly", (store) => store.get(KEY));
  return record?.format === 1 ? record : null;
}

// Keeps a record, of each list the higher version of the two: another window may have seen more.
export const save = (record) => within("readwrite", (store) => {
  const read = store.get(KEY);
  read.onsuccess = () => store.put(merged(read.result, record), KEY);
  return read;
});

function merged(before, now) {
  if (before?.format !== 1 || before.root !== now.root) return now;
  const statuses = { ...now.statuses };
  for (const [id, one] of Object.entries(before.statuses)) {
    if (!(statuses[id]?.version >= one.version)) statuses[id] = one;
  }
  const { version, trust } = before.version > now.version ? before : now;
  return { ...now, version, trust, statuses };
}

export const forget = () => new Promise((resolve, reject) => {
  const asked = indexedDB.deleteDatabase(NAME);
  asked.onsuccess = () => resolve();
  asked.onerror = () => reject(asked.error);
});
