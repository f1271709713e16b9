// The key that tokens are bound to (RFC 9449). The browser keeps it where no script can read it out, only use it:
// a stolen token is worth nothing elsewhere.

const NAME = 'dpop';

/** The key pair of this browser, or a new one that `make` makes. */
export async function keyPair(make) {
  const known = await store('readonly', (keys) => keys.get(NAME));
  if (known) return known;
  const made = await make();
  await store('readwrite', (keys) => keys.put(made, NAME));
  return made;
}

/** Forgets the key: whatever was bound to it ends. */
export function forget() {
  return store('readwrite', (keys) => keys.delete(NAME));
}

async function store(mode, act) {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('sign-in', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const request = act(database.transaction('keys', mode).objectStore('keys'));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}
