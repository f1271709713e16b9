// A machine that acts for itself, with no person there: it gets an access token by client credentials
// (RFC 6749 §4.4), proves itself by a key instead of a secret, and calls the API.
// Set ISSUER, CLIENT_ID and PORT (of the API), then: ./start client   (see ../README.md)

import { readFileSync } from 'node:fs';
import * as oidc from 'openid-client';

const { ISSUER, CLIENT_ID, KEY = 'key.json', PORT = '3006' } = process.env;
if (!ISSUER || !CLIENT_ID) {
  console.error('ISSUER and CLIENT_ID are needed; see ../README.md');
  process.exit(1);
}
const issuer = new URL(ISSUER);
const api = `http://localhost:${PORT}`;

// Each request carries a small JWT, signed with this key and good for a minute (RFC 7523 §2.2): nothing that
// travels can be used again by who sees it.
const { kid, ...jwk } = JSON.parse(readFileSync(KEY));
const curve = { name: 'ECDSA', namedCurve: 'P-256' };
const key = await crypto.subtle.importKey('jwk', jwk, curve, false, ['sign']);

// Plain http is for a provider on this very machine, and for nothing else.
const execute = issuer.hostname === 'localhost' ? [oidc.allowInsecureRequests] : [];
const proof = oidc.PrivateKeyJwt({ key, kid });
const provider = await oidc.discovery(issuer, CLIENT_ID, {}, proof, { execute });

// The token is for this API and for no other (RFC 8707 §2). Keep it as long as it is good: whoever asks for one
// with every call makes two requests of one.
const token = await oidc.clientCredentialsGrant(provider, { resource: api });

for (const path of ['/signature', '/introspection']) {
  const answer = await oidc.fetchProtectedResource(
    provider, token.access_token, new URL(path, api), 'GET',
  ).catch((error) => {
    // The API wants another token, and says why in its header (RFC 6750 §3).
    if (error instanceof oidc.WWWAuthenticateChallengeError) return error.response;
    throw error;
  });
  console.log(path, answer.status, await answer.text());
  if (!answer.ok) process.exitCode = 1;
}
