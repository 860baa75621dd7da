/**
 * Files and sockets in folders that a student owns. A link there may point at anything of the machine, a FIFO would
 * block for ever: so nothing is followed, nothing blocks, and the kind is checked on the opened file, not on its name.
 */
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';

/** Linux's O_PATH (asm-generic/fcntl.h), which Node does not name: a handle on the file itself, without opening it. */
const O_PATH = 0o10000000;

/** Opens a regular file, for reading unless told otherwise. @throws Error when it is a link, a FIFO, a folder, or not there */
export async function openRegularFile(path: string, access = constants.O_RDONLY): Promise<FileHandle> {
  const handle = await open(path, access | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Error(`not a regular file: ${path}`);
}

/**
 * Connects to a unix socket. Goes through /proc/self/fd, so that what was checked is what is connected to, and the
 * 108 bytes that a socket's address may have do not bound the length of the data folder's path.
 */
export function connectUnixSocket(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fd = openSync(path, O_PATH | constants.O_NOFOLLOW);
    if (!fstatSync(fd).isSocket()) {
      closeSync(fd);
      throw new Error(`not a socket: ${path}`);
    }
    const socket = connect(`/proc/self/fd/${fd}`);
    const settle = (done: () => void) => {
      socket.removeAllListeners('connect').removeAllListeners('error');
      closeSync(fd);
      done();
    };
    socket.once('connect', () => settle(() => resolve(socket)));
    socket.once('error', (error) => settle(() => reject(error)));
  });
}
