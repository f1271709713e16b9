// A page that signs people in from the browser alone: authorization code flow with PKCE, tokens bound to this
// browser by DPoP, refresh, logout. There is no server, hence no secret (OAuth 2.0 for Browser-Based Apps).

import * as oauth from '/oauth4webapi.js';
import { forget, keyPair } from '/keys.js';

const settings = await (await fetch('/settings.json')).json();
const issuer = new URL(settings.issuer);
const client = { client_id: settings.clientId };
const callback = `${location.origin}/callback`;
// Plain http is for a provider on this very machine, and for nothing else.
const insecure = { [oauth.allowInsecureRequests]: issuer.hostname === 'localhost' };

// What is kept. The access token lives in memory and ends with the page; the rest ends with the tab. The refresh
// token may stand there, for it is of no use without the key.
let accessToken;
const kept = (name) => JSON.parse(sessionStorage.getItem(name));
const keep = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));

// --- The provider -----------------------------------------------------------------------------------------------

// Where everything is, asked once (OpenID Connect Discovery 1.0 §4); and the key, made once.
let asking;
const provider = () => (asking ??= ask().catch((error) => {
  asking = undefined;
  throw error;
}));

async function ask() {
  const answer = await oauth.discoveryRequest(issuer, insecure);
  const server = await oauth.processDiscoveryResponse(issuer, answer);
  const DPoP = oauth.DPoP(client, await keyPair(() => oauth.generateKeyPair('ES256')));
  return { server, options: { ...insecure, DPoP } };
}

// The provider may want its nonce in the proof (RFC 9449 §8); the library has noted it by then.
async function withNonce(request) {
  try {
    return await request();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return request();
  }
}

// --- What people do ---------------------------------------------------------------------------------------------

async function signIn() {
  const { server, options } = await provider();
  // What only this tab knows until it comes back: `state` ties the answer to it (RFC 6749 §10.12), `nonce` the ID
  // token (OpenID Connect Core §3.1.2.1), the verifier the code (RFC 7636 §4.1).
  const attempt = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
  };
  keep('attempt', attempt);
  const address = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: client.client_id,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    // A refresh token is given to whom the person agrees to (OpenID Connect Core §11).
    prompt: 'consent',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
    // The code is good for the holder of this key only (RFC 9449 §10).
    dpop_jkt: await options.DPoP.calculateThumbprint(),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  location.assign(address);
}

async function comeBack() {
  const answer = new URLSearchParams(location.search);
  // The code shall stand neither in the address nor in the history.
  history.replaceState(null, '', '/');
  // Only the tab that began this sign-in may end it, and only once.
  const attempt = kept('attempt');
  if (!attempt || attempt.state !== answer.get('state')) return trouble({ error: 'state_mismatch' });
  sessionStorage.removeItem('attempt');

  const { server, options } = await provider();
  // Checks `state` and `iss` (RFC 9207 §2.4); throws what the provider answered as an error.
  const checked = oauth.validateAuthResponse(server, client, answer, attempt.state);
  // Exchanges the code (RFC 6749 §4.1.3) and checks the ID token (OpenID Connect Core §3.1.3.7).
  return withNonce(async () => {
    const answer = await oauth.authorizationCodeGrantRequest(
      server, client, oauth.None(), checked, callback, attempt.verifier, options,
    );
    return receive(answer, await oauth.processAuthorizationCodeResponse(server, client, answer, {
      expectedNonce: attempt.nonce,
      requireIdToken: true,
    }));
  });
}

async function refresh() {
  const { server, options } = await provider();
  // Every refresh token is used once; the next comes with the answer (RFC 9700 §4.14).
  return withNonce(async () => {
    const answer = await oauth.refreshTokenGrantRequest(
      server, client, oauth.None(), kept('refresh'), options,
    );
    return receive(answer, await oauth.processRefreshTokenResponse(server, client, answer));
  });
}

async function receive(answer, tokens) {
  const { server, options } = await provider();
  accessToken = tokens;
  if (tokens.refresh_token) keep('refresh', tokens.refresh_token);
  if (tokens.id_token) {
    // With the keys of the provider (OpenID Connect Core §10.1); all else of the ID token has been checked.
    await oauth.validateApplicationLevelSignature(server, answer, insecure);
    keep('idToken', tokens.id_token);
    keep('proven', oauth.getValidatedIdTokenClaims(tokens));
  }
  const proven = kept('proven');
  // UserInfo must speak of the same person (OpenID Connect Core §5.3.2).
  const more = await withNonce(async () => oauth.processUserInfoResponse(
    server, client, proven.sub,
    await oauth.userInfoRequest(server, client, tokens.access_token, options),
  ));
  return person({ ...more, ...proven });
}

async function signOut() {
  const { server, options } = await provider();
  // The tokens end (RFC 7009), and the session at the provider too (RP-Initiated Logout 1.0 §2); the ID token proves
  // who asks.
  if (server.revocation_endpoint && kept('refresh')) {
    await oauth.revocationRequest(server, client, oauth.None(), kept('refresh'), options);
  }
  const leaving = oauth.generateRandomState();
  const address = new URL(server.end_session_endpoint);
  address.searchParams.set('id_token_hint', kept('idToken'));
  address.searchParams.set('post_logout_redirect_uri', `${location.origin}/signed-out`);
  address.searchParams.set('state', leaving);
  sessionStorage.clear();
  await forget();
  keep('leaving', leaving);
  location.assign(address);
}

// --- What people see --------------------------------------------------------------------------------------------

function show(template, texts = {}) {
  const main = document.getElementById('main');
  main.replaceChildren(document.getElementById(template).content.cloneNode(true));
  for (const [id, text] of Object.entries(texts)) document.getElementById(id).textContent = text;
  const buttons = { 'sign-in': signIn, 'sign-out': signOut, refresh };
  for (const [id, act] of Object.entries(buttons)) {
    document.getElementById(id)?.addEventListener('click', () => act().catch(trouble));
  }
}

async function person(claims) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken.access_token));
  show('person', {
    'signed-in-as': claims.name ?? claims.sub,
    'token-until': new Date(Date.now() + accessToken.expires_in * 1000).toISOString(),
    'token-type': accessToken.token_type,
    'token-digest': [...new Uint8Array(digest, 0, 6)].map((one) => one.toString(16).padStart(2, '0')).join(''),
  });
  for (const [name, value] of Object.entries(claims)) {
    const row = document.getElementById('claims').insertRow();
    row.id = `claim-${name}`;
    row.appendChild(document.createElement('th')).textContent = name;
    row.insertCell().textContent = typeof value === 'string' ? value : JSON.stringify(value);
  }
}

function trouble(error) {
  // `error.error` is the provider's word, such as access_denied (RFC 6749 §4.1.2.1); else it is the library that
  // refused an answer. The cause is for whoever looks into the console.
  if (error instanceof Error) console.info(error);
  const word = error.error ?? error.code ?? 'sign_in_failed';
  show('trouble', { 'sign-in-error': `${word} ${error.error_description ?? ''}` });
  document.getElementById('sign-in-error').dataset.error = word;
}

async function start() {
  const state = new URLSearchParams(location.search).get('state');
  if (location.pathname === '/callback') return comeBack();
  if (location.pathname === '/signed-out' && state && state === kept('leaving')) {
    sessionStorage.removeItem('leaving');
    return show('left');
  }
  // After a reload the access token is gone, and another is asked for.
  return kept('refresh') ? refresh() : show('welcome');
}

start().catch(trouble);
