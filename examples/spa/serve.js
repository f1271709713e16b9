// Serves the page. It has no part in the sign-in: any web server that sends these files and headers will do.
// Set ISSUER, CLIENT_ID and PORT, then: ./start   (see ../README.md)

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { ISSUER, CLIENT_ID, PORT = '3004' } = process.env;
if (!ISSUER || !CLIENT_ID) {
  console.error('ISSUER and CLIENT_ID are needed; see ../README.md');
  process.exit(1);
}

const read = (path) => readFileSync(new URL(path, import.meta.url));
const html = ['text/html; charset=utf-8', read('index.html')];
const files = {
  '/': html,
  // Where the provider sends the browser back to is the same page: the program looks at its address.
  '/callback': html,
  '/signed-out': html,
  '/app.js': ['text/javascript', read('app.js')],
  '/keys.js': ['text/javascript', read('keys.js')],
  '/oauth4webapi.js': ['text/javascript', read('node_modules/oauth4webapi/build/index.js')],
  '/style.css': ['text/css', read('style.css')],
  '/settings.json': ['application/json', JSON.stringify({ issuer: ISSUER, clientId: CLIENT_ID })],
};
const headers = {
  // No script but ours, and no word to anybody but the provider: what a page with tokens in it needs most.
  'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self'; `
    + `connect-src 'self' ${new URL(ISSUER).origin}; frame-ancestors 'none'; base-uri 'none'`,
  // The code in the address of `/callback` is told to nobody.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

createServer((request, response) => {
  const [type, content] = files[request.url.split('?')[0]] ?? [];
  if (!content) response.writeHead(404, headers).end();
  else response.writeHead(200, { ...headers, 'content-type': type }).end(content);
}).listen(Number(PORT), 'localhost', () => console.log(`the page is at http://localhost:${PORT}`));
