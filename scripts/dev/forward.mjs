/** Hands requests of the page to the real server, and waits for it while it starts again. */
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { pipeline } from 'node:stream';

/** How long a request waits for a server that is starting, ms. */
const patienceMs = 15_000;

const down = 'El servidor no está en marcha: mira la terminal de «npm run dev».';

/** What the real server answers; the page itself is Vite's. @param {string} [url] */
export const isForServer = (url = '/') => /^\/(?:api|ws|clase|c|volver)(?:[/?]|$)|^\/profesor\?/.test(url);

/** @param {import('node:http').ServerResponse} response */
function sayDown(response) {
  if (response.headersSent) response.destroy();
  else response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' }).end(down);
}

/**
 * Sends a request on and gives the answer back, or to whom `take` it: true when they did.
 * @param {import('./course-server.mjs').CourseServer} server
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {(answer: import('node:http').IncomingMessage) => boolean} [take]
 */
export async function forward(server, request, response, take = () => false) {
  const port = await server.port(patienceMs);
  if (port === null) {
    sayDown(response);
    return;
  }
  const { url: path = '/', method } = request;
  const headers = { ...request.headers, connection: 'close' };
  const asked = ask({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
    if (take(answer)) {
      answer.resume();
      return;
    }
    const { connection: _hop, ...kept } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, kept);
    pipeline(answer, response, () => undefined);
  });
  asked.on('error', () => sayDown(response));
  request.pipe(asked);
}

/**
 * Joins a websocket's two ends as they are.
 * @param {import('./course-server.mjs').CourseServer} server
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:stream').Duplex} socket
 * @param {Buffer} head
 */
export async function forwardUpgrade(server, request, socket, head) {
  socket.on('error', () => socket.destroy());
  const port = await server.port(patienceMs);
  if (port === null || socket.destroyed) {
    socket.destroy();
    return;
  }
  const upstream = connect({ host: '127.0.0.1', port, noDelay: true });
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
  upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
  upstream.write(head);
  pipeline(socket, upstream, () => socket.destroy());
  pipeline(upstream, socket, () => upstream.destroy());
}
