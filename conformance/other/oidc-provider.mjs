// Starts npm's `oidc-provider` with its own sign-in pages, so that the suite can be run against a provider that is not ours.
//
//   npm install oidc-provider@9 && node oidc-provider.mjs [PORT]
//
// https://localhost:PORT serves everybody, PORT+1 asks for client certificates. Everything is kept in memory. What it prints names
// the versions that are judged.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The package is found from the folder the command is given in.
const here = createRequire(pathToFileURL(join(process.cwd(), 'x.js')));
const { version } = here('oidc-provider/package.json');
const { default: Provider } = await import(pathToFileURL(here.resolve('oidc-provider')));
const { generateKeyPair, exportJWK } = await import(pathToFileURL(here.resolve('jose')));

const port = Number(process.argv[2] ?? 3443);
const issuer = `https://localhost:${port}`;

async function signingKey(alg, kid) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, kid, use: 'sig' };
}

const person = {
  name: 'Ada Example', given_name: 'Ada', family_name: 'Example', middle_name: 'M', nickname: 'ada',
  profile: 'https://example.org/ada', picture: 'https://example.org/ada.png', website: 'https://example.org',
  gender: 'female', birthdate: '1990-12-10', zoneinfo: 'Asia/Tokyo', locale: 'ja', updated_at: 1700000000,
  preferred_username: 'ada', email: 'ada@example.org', email_verified: true,
  phone_number: '+81 3 0000 0000', phone_number_verified: false,
  address: { country: 'JP', locality: 'Tokyo', formatted: 'Tokyo, Japan' },
};

// The package's own store for trying things out forgets all but the last thousand records, which is less than one plan makes.
const records = new Map();
const found = (name, wanted) => [...records.values()].find((one) => one.name === name && wanted(one.payload))?.payload;

class Store {
  constructor(name) {
    this.name = name;
  }

  key(id) {
    return `${this.name}:${id}`;
  }

  async upsert(id, payload, seconds) {
    const ends = seconds ? Date.now() + seconds * 1000 : Infinity;
    records.set(this.key(id), { name: this.name, payload, ends });
  }

  async find(id) {
    const known = records.get(this.key(id));
    return known && known.ends > Date.now() ? known.payload : undefined;
  }

  async findByUid(uid) {
    return found(this.name, (payload) => payload.uid === uid);
  }

  async findByUserCode(userCode) {
    return found(this.name, (payload) => payload.userCode === userCode);
  }

  async consume(id) {
    records.get(this.key(id)).payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    records.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, { name, payload }] of records) {
      if (name === this.name && payload.grantId === grantId) records.delete(key);
    }
  }
}

const strong = (metadata) => metadata.dpop_bound_access_tokens
  || metadata.tls_client_certificate_bound_access_tokens;

const provider = new Provider(issuer, {
  adapter: Store,
  jwks: { keys: [await signingKey('RS256', 'rs'), await signingKey('PS256', 'ps'), await signingKey('ES256', 'es')] },
  cookies: { keys: ['only for trying things out'], long: { sameSite: 'none', signed: true } },
  enableHttpPostMethods: true,
  findAccount: (_, id) => ({ accountId: id, claims: async () => ({ ...person, sub: id }) }),
  acrValues: ['urn:example:password'],
  claims: {
    openid: ['sub', 'acr', 'auth_time'],
    email: ['email', 'email_verified'],
    phone: ['phone_number', 'phone_number_verified'],
    address: ['address'],
    profile: ['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'profile', 'picture', 'website',
      'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at', 'preferred_username'],
  },
  subjectTypes: ['public', 'pairwise'],
  pairwiseIdentifier: (_, account, client) => `${account}-${client.sectorIdentifier}`,
  pkce: { required: (_, client) => Boolean(strong(client.metadata())) },
  // Refresh tokens of FAPI clients are not rotated.
  rotateRefreshToken: (ctx) => !strong(ctx.oidc.client.metadata()),
  ttl: { AuthorizationCode: 60, PushedAuthorizationRequest: 60, Session: 3600, Grant: 3600, Interaction: 600,
    IdToken: 3600, AccessToken: 3600, RefreshToken: 86400, ClientCredentials: 600 },
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt',
    'self_signed_tls_client_auth', 'none'],
  enabledJWA: {
    clientAuthSigningAlgValues: ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
    requestObjectSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'],
    idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'],
    userinfoSigningAlgValues: ['RS256', 'PS256', 'ES256'],
    authorizationSigningAlgValues: ['RS256', 'PS256', 'ES256'],
    dPoPSigningAlgValues: ['ES256', 'PS256', 'EdDSA', 'Ed25519'],
  },
  features: {
    registration: { enabled: true },
    registrationManagement: { enabled: true },
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7) },
    introspection: { enabled: true },
    revocation: { enabled: true },
    requestObjects: { enabled: true },
    jwtUserinfo: { enabled: true },
    jwtResponseModes: { enabled: true },
    mTLS: {
      enabled: true,
      certificateBoundAccessTokens: true,
      selfSignedTlsClientAuth: true,
      getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.()?.toString(),
    },
    fapi: { enabled: true, profile: (_, client) => (strong(client.metadata()) ? '2.0' : undefined) },
  },
  discovery: {
    mtls_endpoint_aliases: Object.fromEntries(Object.entries({
      token_endpoint: '/token', userinfo_endpoint: '/me', pushed_authorization_request_endpoint: '/request',
    }).map(([name, path]) => [name, `https://localhost:${port + 1}${path}`])),
  },
  // What the suite publishes stands on this machine, under a certificate of its own.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
});

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'oidc-provider-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-days', '30',
    '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const made = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return made;
}

process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
// FAPI 2.0 §5.2.1.
const tls = { ...certificate(), minVersion: 'TLSv1.2', ciphers: 'ECDHE+AESGCM:ECDHE+CHACHA20' };
https.createServer(tls, provider.callback()).listen(port, '127.0.0.1');
https.createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, provider.callback())
  .listen(port + 1, '127.0.0.1', () => console.log(JSON.stringify({ issuer, version, node: process.version })));
