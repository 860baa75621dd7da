/** The floor: a pty joined to a TCP socket, with the kernel's flow control and nothing else. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { openPty } from '../../../server/driver/pty.ts';
import { InputQueue } from '../../../server/terminal/input-queue.ts';
import { shell, shellArgs, shellEnv } from './shell.ts';

const server = createServer({ noDelay: true }, (socket) => {
  const pty = openPty(shell, shellArgs, { cols: 80, rows: 24, env: shellEnv });
  pty.onData((bytes) => {
    // A copy: the pty's buffer is read into again.
    if (!socket.write(Buffer.from(bytes))) pty.pause();
  });
  socket.on('drain', () => pty.resume());
  // A pty that is full answers EAGAIN, which ends a process that does not expect it.
  const input = new InputQueue(pty.fd);
  socket.on('data', (bytes) => void input.push(bytes));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => pty.kill());
  pty.onExit(() => {
    input.close();
    socket.destroy();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
console.log(`port ${typeof address === 'object' ? address?.port : ''}`);
