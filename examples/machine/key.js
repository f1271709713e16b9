// Makes the key by which the machine proves itself, where there is none, and prints its public half as a JWK set
// (RFC 7517 §5) to register: ./start key > keys.json   The private half stays in the file KEY.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const { KEY = 'key.json' } = process.env;

if (!existsSync(KEY)) {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const made = { ...(await crypto.subtle.exportKey('jwk', pair.privateKey)), kid: crypto.randomUUID() };
  // For nobody else on this machine; and never over a key that is there.
  writeFileSync(KEY, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
}
const { kty, crv, x, y, kid } = JSON.parse(readFileSync(KEY));
console.log(JSON.stringify({ keys: [{ kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }] }));
