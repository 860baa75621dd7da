/** The key of the instructor's link: whoever opens it teaches here. In the data folder, or as the operator says. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from './base/disk.ts';

export interface InstructorKey {
  /** Whether that is the key, in a time that says nothing of how much of it was right. */
  is(typed: string): boolean;
  /** What a cookie says of the key by which it was had: another key, and it says nothing. */
  readonly mark: string;
  readonly text: string;
}

const fileIn = (dataFolder: string): string => join(dataFolder, 'clave-de-profesor');
const digest = (text: string): Buffer => createHash('sha256').update(`profesor ${text.trim()}`).digest();

/** Makes a new one; the links and cookies of the one before are worth nothing from now on. @returns the key */
export function renewInstructorKey(dataFolder: string): string {
  const key = randomBytes(18).toString('base64url');
  // Beside its place and renamed into it: the server reads it at any moment.
  writeFileSync(`${fileIn(dataFolder)}.nueva`, `${key}\n`, { mode: 0o600 });
  renameSync(`${fileIn(dataFolder)}.nueva`, fileIn(dataFolder));
  return key;
}

function keptKey(dataFolder: string): string {
  try {
    const kept = readFileSync(fileIn(dataFolder), 'utf8').trim();
    if (kept.length >= 16) return kept;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return renewInstructorKey(dataFolder);
}

/**
 * The key as it is at this moment: `npm run instructor -- --renovar` may have made another.
 * @param given the operator's own (CURSO_CLAVE_PROFESOR); null: the data folder's
 */
export function instructorKey(dataFolder: string, given: string | null): InstructorKey {
  const text = given ?? keptKey(dataFolder);
  const expected = digest(text);
  return {
    is: (typed) => timingSafeEqual(digest(typed), expected),
    mark: expected.toString('hex').slice(0, 32),
    text,
  };
}

/** The link that an instructor opens, for each of the server's addresses. */
export const instructorLinks = (addresses: readonly string[], key: InstructorKey): string[] =>
  addresses.map((address) => `${address}profesor?clave=${encodeURIComponent(key.text)}`);
