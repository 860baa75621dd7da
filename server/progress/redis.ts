/** What whoever keeps something in Redis needs: errors by name, transactions that are whole, and values of a known shape. */
import type { ChainableCommander } from 'ioredis';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { CourseError } from '../base/course-error.ts';
import { ProgressUnavailable } from './errors.ts';

/** A stored value, or null when it is not JSON of that shape: a corrupt record costs that record, not the server. */
export function parse<T extends TSchema>(schema: T, json: string): Static<T> | null {
  try {
    const value: unknown = JSON.parse(json);
    return Value.Check(schema, value) ? value : null;
  } catch {
    return null; // The caller says so in the log.
  }
}

/** Does all of a transaction. One of its commands may fail alone, and then its error is an answer like the others'. */
export async function commit(transaction: ChainableCommander): Promise<void> {
  const answers = (await transaction.exec()) ?? [];
  for (const [error] of answers) if (error) throw error;
}

/** @throws ProgressUnavailable when Redis does not answer or refuses; errors with a name of ours as they are */
export async function attempt<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    if (cause instanceof CourseError) throw cause;
    throw new ProgressUnavailable({ cause });
  }
}
