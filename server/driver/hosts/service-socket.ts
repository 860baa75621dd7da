/** A byte stream to a service of a machine: straight, or through the machine's SSH connection. */
import { connect, type NetConnectOpts, type Socket } from 'node:net';

/** A service that does not take a connection in this time does not take it. */
const answerMs = 1500;

/** Opens a stream and waits for a sign that the service has it. @throws Error when there is none in time */
function open(options: NetConnectOpts, hasIt: (socket: Socket, done: () => void) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(options);
    socket.setNoDelay(true);
    const timer = setTimeout(() => fail(new Error(`no answer in ${answerMs} ms`)), answerMs);
    const settle = () => {
      clearTimeout(timer);
      for (const event of ['connect', 'error', 'close', 'readable']) socket.removeAllListeners(event);
    };
    const fail = (error: Error) => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('closed before it answered')));
    hasIt(socket, () => {
      settle();
      resolve(socket);
    });
  });
}

export const straight = (host: string, port: number): Promise<Socket> =>
  open({ host, port }, (socket, done) => socket.once('connect', done));

/**
 * The near end of a forwarded port takes every connection, and closes it again when the far end does not: that the service
 * is there shows only when it has said something. So it is asked first, and its one line of answer taken off the stream.
 */
export const through = (path: string): Promise<Socket> =>
  open({ path }, (socket, done) => {
    socket.once('connect', () => socket.write('PING\r\n'));
    let heard = Buffer.alloc(0);
    const listen = () => {
      for (let part: unknown = socket.read(); Buffer.isBuffer(part); part = socket.read())
        heard = Buffer.concat([heard, part]);
      const end = heard.indexOf('\r\n');
      if (end < 0) return;
      socket.off('readable', listen);
      const more = heard.subarray(end + 2);
      if (more.length > 0) socket.unshift(more);
      done();
    };
    socket.on('readable', listen);
  });
