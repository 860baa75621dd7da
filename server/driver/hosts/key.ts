/** The key with which the server enters the machines: made the first time, and its public half put where they read it. */
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { KeyUnusable } from './errors.ts';

/** @throws KeyUnusable */
export async function ensureKey(key: string, publicKey: string | undefined): Promise<void> {
  try {
    if (!existsSync(key)) {
      mkdirSync(dirname(key), { recursive: true, mode: 0o700 });
      await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'curso', '-f', key]);
    }
    if (publicKey) publish(`${key}.pub`, publicKey);
  } catch (cause) {
    throw new KeyUnusable(key, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** OpenSSH reads it there as `nobody` (docker/sshd_config), whatever the umask with which it was made. */
function publish(from: string, to: string): void {
  copyFileSync(from, to);
  const { mode } = statSync(to);
  if ((mode & 0o044) !== 0o044) chmodSync(to, 0o644);
}
