// An API that answers whoever has an access token for it. It shows both ways to know: by the token's own signature,
// and by asking the provider. Set ISSUER and PORT, and for the second way CLIENT_ID and CLIENT_SECRET of the API's
// own; then: ./start api   (see ../README.md)

import { createServer } from 'node:http';
import * as oauth from 'oauth4webapi';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = '3006' } = process.env;
if (!ISSUER || !CLIENT_ID || !CLIENT_SECRET) {
  console.error('ISSUER, CLIENT_ID and CLIENT_SECRET are needed; see ../README.md');
  process.exit(1);
}
const issuer = new URL(ISSUER);
// What tokens for this API name as their audience.
const audience = `http://localhost:${PORT}`;
// Plain http is for a provider on this very machine, and for nothing else.
const insecure = { [oauth.allowInsecureRequests]: issuer.hostname === 'localhost' };

// Where the provider has its keys (RFC 8414 §3), asked at the first call; what failed is asked again.
let known;
const provider = () => (known ??= ask().catch((error) => {
  known = undefined;
  throw error;
}));

async function ask() {
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
}

// Checks the token as RFC 9068 §4 says: `typ`, issuer, audience, times, signature by the provider's keys, which are
// kept; one that is bound to a key comes with a proof (RFC 9449 §7). Costs no request, and learns of a revocation
// only when the token has ended by itself.
async function bySignature(request) {
  return oauth.validateJwtAccessToken(await provider(), request, audience, insecure);
}

// Asks the provider (RFC 7662 §2): one request for each call, and a revocation counts at once.
async function byIntrospection(request) {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization')) ?? [];
  if (!token) throw new Refusal('this way knows no other scheme than Bearer');
  const [server, client] = [await provider(), { client_id: CLIENT_ID }];
  const answer = await oauth.introspectionRequest(
    server, client, oauth.ClientSecretBasic(CLIENT_SECRET), token, insecure,
  );
  const told = await oauth.processIntrospectionResponse(server, client, answer);
  if (!told.active) throw new Refusal('the token has ended, or never was');
  // Good, but for whom? A token for another API must not serve here.
  if (![told.aud].flat().includes(audience)) throw new Refusal('the token is for somebody else');
  return told;
}

class Refusal extends Error {}

const ways = { '/signature': bySignature, '/introspection': byIntrospection };

async function answer(path, headers) {
  const check = ways[path];
  if (!check) return [404, {}];
  // Without a token, no word about what is wrong with it (RFC 6750 §3.1).
  if (!headers.has('authorization')) return [401, {}, 'Bearer'];
  try {
    const { client_id, sub, scope, exp } = await check(new Request(`${audience}${path}`, { headers }));
    return [200, { client_id, sub, scope, until: new Date(exp * 1000).toISOString() }];
  } catch (error) {
    console.error(`${path}: ${error.message}`);
    const wrong = [Refusal, oauth.OperationProcessingError, oauth.UnsupportedOperationError]
      .some((kind) => error instanceof kind);
    // The token is refused; or else it is our own trouble, and the caller may come again.
    return wrong ? [401, {}, 'Bearer error="invalid_token"'] : [503, {}];
  }
}

createServer(async (request, response) => {
  const path = request.url.split('?')[0];
  const [status, content, challenge] = await answer(path, new Headers(request.headers));
  if (challenge) response.setHeader('www-authenticate', challenge);
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(content));
}).listen(Number(PORT), 'localhost', () => console.log(`the API is at ${audience}`));
