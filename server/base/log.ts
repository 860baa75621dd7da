/** The server's log: one line for what happened, with the lab and the learner that it happened to. */
import { createHash } from 'node:crypto';
import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import { PinoPretty } from 'pino-pretty';
import { CourseError } from './course-error.ts';

export type Log = Logger;

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A learner in the log: eight digits of a hash, from which nobody finds their cookie. The page's help shows them the same. */
export const referenceOf = (learnerId: string): string =>
  createHash('sha256').update(learnerId).digest('hex').slice(0, 8);

const causeOf = ({ cause }: Error): { readonly cause?: string } => {
  if (cause === undefined) return {};
  const text = cause instanceof Error ? cause.message : String(cause);
  const deeper = cause instanceof Error ? causeOf(cause).cause : undefined;
  return { cause: deeper === undefined ? text : `${text}: ${deeper}` };
};

/** An error with a name of ours is explained by its name, its sentence and its causes; of any other the stack is kept. */
function serializedError(error: unknown): object {
  if (error instanceof CourseError) return { type: error.name, message: error.message, ...causeOf(error) };
  return error instanceof Error ? stdSerializers.err(error) : { message: String(error) };
}

export const logOptions = (level: LogLevel) => ({
  level,
  base: null,
  timestamp: stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
  serializers: { err: serializedError },
});

/** On standard error: coloured lines where a person looks at them, JSON anywhere else. */
export function createLog(level: LogLevel): Log {
  const options = logOptions(level);
  if (!process.stderr.isTTY) return pino(options, process.stderr);
  const pretty = PinoPretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return pino(options, pretty);
}

/** Says nothing: for what is used alone, without a server. */
export const silentLog: Log = pino({ level: 'silent' });
