/** The key with which the server enters the machines: made the first time, and its public half put where they read it. */
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
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
    if (publicKey) copyFileSync(`${key}.pub`, publicKey);
  } catch (cause) {
    throw new KeyUnusable(key, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
