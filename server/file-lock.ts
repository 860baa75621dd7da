/**
 * A lock of the kernel's on a file (flock(2)): it ends with who has it, however that ends, and counts between containers, which
 * do not see each other's processes. Node.js has no such call. Perl has: it locks a file that this process has opened, and the lock is
 * this process's, for it belongs to what was opened and not to who asked.
 */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { constants as system } from 'node:os';
import { getSystemErrorName } from 'node:util';
import { findProgram } from '../scripts/find-program.mjs';
import { ProgramMissing } from './driver/errors.ts';

/** 6: LOCK_EX and LOCK_NB. Ends with 0, or with the number of the error. */
const lockThird = 'open my $file, "<&=", 3 or exit $!; flock $file, 6 or exit $!';

export interface FileLock {
  release(): void;
}

function errnoOf(perl: string, descriptor: number): Promise<number> {
  const child = spawn(perl, ['-e', lockThird], { stdio: ['ignore', 'ignore', 'ignore', descriptor] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? system.errno.EINTR));
  });
}

/** Null when another has it. The file is made where there is none, and stays. @throws ProgramMissing, and what the file system says */
export async function lockFile(path: string): Promise<FileLock | null> {
  const perl = findProgram('perl');
  if (!perl) throw new ProgramMissing('perl');
  // For reading, or the disk could not be made read-only as long as the server runs. NFS wants it open for writing.
  for (const access of [constants.O_RDONLY, constants.O_RDWR]) {
    const descriptor = openSync(path, access | constants.O_CREAT, 0o600);
    const errno = await errnoOf(perl, descriptor).catch((error: unknown) => {
      closeSync(descriptor);
      throw error;
    });
    if (errno === 0) return { release: () => closeSync(descriptor) };
    closeSync(descriptor);
    if (errno === system.errno.EAGAIN) return null;
    if (errno === system.errno.EBADF && access === constants.O_RDONLY) continue;
    const code = getSystemErrorName(-errno);
    throw Object.assign(new Error(`flock: ${code}: ${path}`), { code });
  }
  return null;
}
