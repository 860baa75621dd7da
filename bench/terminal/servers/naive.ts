/** What one writes in an hour: a websocket, node-pty, and whatever comes is sent. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { spawn } from 'node-pty';
import { WebSocketServer } from 'ws';
import { shell, shellArgs, shellEnv } from './shell.ts';

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  const pty = spawn(shell, shellArgs, { cols: 80, rows: 24, env: shellEnv });
  pty.onData((data) => socket.send(data));
  pty.onExit(() => socket.close());
  socket.on('message', (data) => pty.write(data.toString()));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => pty.kill());
});
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const address = http.address();
console.log(`port ${typeof address === 'object' ? address?.port : ''}`);
