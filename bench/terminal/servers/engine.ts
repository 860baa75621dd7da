/** This project's terminals on a plain shell: no labs, no learners. `?session=` names one that outlives its sockets. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { openPty } from '../../../server/driver/pty.ts';
import { serveTerminal } from '../../../server/terminal/serve.ts';
import { TerminalSession } from '../../../server/terminal/session.ts';
import { warmUpHeadlessTerminal } from '../../../server/terminal/warm-up.ts';
import { shell, shellArgs, shellEnv } from './shell.ts';

// As the server does when it starts.
void warmUpHeadlessTerminal();

const sessions = new Map<string, TerminalSession>();
const size = { cols: 80, rows: 24 };
let unnamed = 0;

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  const name = new URL(request.url ?? '/', 'http://loopback').searchParams.get('session') ?? `${unnamed++}`;
  let session = sessions.get(name);
  if (!session) {
    session = new TerminalSession(size, (now) => openPty(shell, shellArgs, { ...now, env: shellEnv }));
    sessions.set(name, session);
  }
  serveTerminal(socket, session, size);
  const opened = session;
  // A real server waits for the learner to come back; the next measurement must not have this one beside it.
  if (/^\d+$/.test(name)) socket.once('close', () => opened.dispose());
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const address = http.address();
console.log(`port ${typeof address === 'object' ? address?.port : ''}`);
