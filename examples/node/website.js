// A website that signs people in through an OpenID Connect provider: authorization code flow with PKCE,
// claims, logout. Set ISSUER, CLIENT_ID, CLIENT_SECRET and PORT, then: ./start   (see ../README.md)

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import * as oidc from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT = '3001' } = process.env;
if (!ISSUER || !CLIENT_ID || !CLIENT_SECRET) {
  console.error('ISSUER, CLIENT_ID and CLIENT_SECRET are needed; see ../README.md');
  process.exit(1);
}
const base = `http://localhost:${PORT}`;

// --- The provider ---------------------------------------------------------------------------------

// Reads the provider's metadata (OpenID Connect Discovery 1.0 §4) at the first sign-in, so that the
// website may start before the provider; what failed is tried again.
let known;
function provider() {
  known ??= discover().catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
}

function discover() {
  const issuer = new URL(ISSUER);
  // Plain http is for a provider on this very machine, and for nothing else.
  const execute = issuer.hostname === 'localhost' ? [oidc.allowInsecureRequests] : [];
  // The secret travels in the Authorization header (RFC 6749 §2.3.1).
  return oidc.discovery(issuer, CLIENT_ID, {}, oidc.ClientSecretBasic(CLIENT_SECRET), { execute });
}

// --- Sessions: in memory, so they end with the program --------------------------------------------

const HOUR = 3_600_000;
const sessions = new Map();

function sessionOf(request) {
  const [, id] = /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '') ?? [];
  const session = sessions.get(id);
  return session?.until > Date.now() ? session : undefined;
}

// Puts another session into the place of the browser's former one, under a new id: whoever knew the
// old one gains nothing by it.
function renew(response, former, content) {
  sessions.delete(former?.id);
  for (const [id, { until }] of sessions) if (until <= Date.now()) sessions.delete(id);
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, { ...content, id, until: Date.now() + HOUR });
  // Lax, not Strict: the browser comes back from another site. Behind https, add `Secure`.
  response.setHeader('set-cookie', `session=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600`);
}

// --- Pages ----------------------------------------------------------------------------------------

async function home(request, response) {
  const claims = sessionOf(request)?.claims;
  if (!claims) {
    return page(response, 200, 'Welcome', '<p><a id="sign-in" href="/login">Sign in</a></p>');
  }
  const rows = Object.entries(claims).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `<tr id="claim-${escape(name)}"><th>${escape(name)}</th><td>${escape(text)}</td></tr>`;
  });
  return page(response, 200, 'Signed in', `
    <p>You are <strong id="signed-in-as">${escape(claims.name ?? claims.sub)}</strong>.</p>
    <form method="post" action="/logout"><button id="sign-out">Sign out</button></form>
    <table id="claims">${rows.join('')}</table>`);
}

async function login(request, response) {
  const config = await provider();
  // What only this browser knows until it comes back: `state` ties the answer to it (RFC 6749 §10.12),
  // `nonce` the ID token (OpenID Connect Core §3.1.2.1), the verifier the code (RFC 7636 §4.1).
  const attempt = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  };
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${base}/callback`,
    scope: 'openid profile email',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
  });
  // Sign-ins under way in other tabs stay known, the last five of them.
  const session = sessionOf(request);
  const attempts = [...(session?.attempts ?? []).slice(-4), attempt];
  renew(response, session, { ...session, attempts });
  redirect(response, address);
}

async function callback(request, response) {
  const address = new URL(request.url, base);
  const session = sessionOf(request);
  // Only the browser that began this sign-in may end it, and only once.
  const state = address.searchParams.get('state');
  const attempt = session?.attempts?.find((one) => one.state === state);
  if (!attempt) return trouble(response, 'state_mismatch', 'This browser began no such sign-in.');
  session.attempts = session.attempts.filter((one) => one !== attempt);

  // Checks `state` and `iss` (RFC 9207 §2.4), throws what the provider answered as an error, exchanges
  // the code (RFC 6749 §4.1.3) and checks the ID token (OpenID Connect Core §3.1.3.7).
  const config = await provider();
  const tokens = await oidc.authorizationCodeGrant(config, address, {
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    pkceCodeVerifier: attempt.verifier,
    idTokenExpected: true,
  });
  const proven = tokens.claims();
  // UserInfo must speak of the same person (OpenID Connect Core §5.3.2).
  const more = await oidc.fetchUserInfo(config, tokens.access_token, proven.sub);
  renew(response, session, {
    claims: { ...more, ...proven },
    idToken: tokens.id_token,
    attempts: session.attempts,
  });
  redirect(response, '/');
}

async function logout(request, response) {
  const session = sessionOf(request);
  if (!session?.idToken) return redirect(response, '/');
  // The session at the provider ends too (RP-Initiated Logout 1.0 §2); the ID token proves who asks.
  const leaving = oidc.randomState();
  renew(response, session, { leaving });
  redirect(response, oidc.buildEndSessionUrl(await provider(), {
    id_token_hint: session.idToken,
    post_logout_redirect_uri: `${base}/signed-out`,
    state: leaving,
  }));
}

async function signedOut(request, response) {
  // The same `state` comes back (RP-Initiated Logout 1.0 §3); without it, somebody else sent the browser.
  const state = new URL(request.url, base).searchParams.get('state');
  if (!state || sessionOf(request)?.leaving !== state) return redirect(response, '/');
  return page(response, 200, 'Signed out', `
    <p id="signed-out">You are signed out here and at the provider.</p>
    <p><a id="sign-in" href="/login">Sign in</a></p>`);
}

// --- HTML and HTTP --------------------------------------------------------------------------------

const STYLE = `:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
th, td { padding: .2rem 1rem .2rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere }`;

function escape(text) {
  return String(text).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

function page(response, status, title, body) {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  });
  response.end(`<!doctype html><html lang="en"><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><title>${title}</title>
    <link rel="stylesheet" href="/style.css"><main><h1>${title}</h1>${body}</main></html>`);
}

function trouble(response, error, description = '') {
  page(response, 400, 'The sign-in did not come about', `
    <p id="sign-in-error" role="alert" data-error="${escape(error)}">
      <code>${escape(error)}</code> ${escape(description)}</p>
    <p><a id="sign-in" href="/login">Try again</a></p>`);
}

function redirect(response, address) {
  response.writeHead(303, { location: String(address), 'cache-control': 'no-store' }).end();
}

function style(request, response) {
  response.writeHead(200, { 'content-type': 'text/css' }).end(STYLE);
}

const routes = {
  'GET /': home,
  'GET /login': login,
  'GET /callback': callback,
  'POST /logout': logout,
  'GET /signed-out': signedOut,
  'GET /style.css': style,
};

createServer(async (request, response) => {
  try {
    const handler = routes[`${request.method} ${request.url.split('?')[0]}`];
    if (handler) await handler(request, response);
    else page(response, 404, 'No such page', '');
  } catch (error) {
    // `error.error` is the provider's word, such as access_denied (RFC 6749 §4.1.2.1); else it is the
    // library that refused an answer. The cause is for the log, not for the browser.
    console.error(error);
    trouble(response, error.error ?? error.code ?? 'sign_in_failed', error.error_description);
  }
}).listen(Number(PORT), 'localhost', () => console.log(`the website is at ${base}`));
