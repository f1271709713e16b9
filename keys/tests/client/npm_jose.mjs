// What the npm package jose makes of our documents, and documents of its own for us.
//
// Reads one JSON object from standard input and writes one to standard output.

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const jose = await import(pathToFileURL(process.argv[2]))
const asked = JSON.parse(readFileSync(0, 'utf8'))
const encode = (text) => new TextEncoder().encode(text)

async function opened({ token, alg, key }) {
  const secret = key.kty ? await jose.importJWK(key, alg) : await jose.importPKCS8(key.pem, alg)
  const { plaintext, protectedHeader } = await jose.compactDecrypt(token, secret)
  return { text: new TextDecoder().decode(plaintext), header: protectedHeader }
}

async function sealed({ text, alg, enc, jwk }) {
  const key = await jose.importJWK(jwk, alg)
  return new jose.CompactEncrypt(encode(text)).setProtectedHeader({ alg, enc }).encrypt(key)
}

async function signed({ alg, typ, claims, embed }) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true })
  const jwk = await jose.exportJWK(publicKey)
  const header = embed ? { alg, typ, jwk } : { alg, typ }
  const token = await new jose.SignJWT(claims).setProtectedHeader(header).sign(privateKey)
  return { token, jwk, thumbprint: await jose.calculateJwkThumbprint(jwk) }
}

async function pair({ alg, crv }) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { crv, extractable: true })
  return { public: await jose.exportJWK(publicKey), private: await jose.exportJWK(privateKey) }
}

const deeds = { opened, sealed, signed, pair }
const answers = []
for (const [deed, argument] of asked) answers.push(await deeds[deed](argument))
process.stdout.write(JSON.stringify(answers))
