/** A log whose lines a test reads. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { type Log, type LogLevel, logOptions } from '../server/base/log.ts';

export type Line = Readonly<Record<string, unknown>>;

export interface KeptLog {
  readonly log: Log;
  readonly lines: readonly Line[];
}

export function keptLog(level: LogLevel): KeptLog {
  const lines: Line[] = [];
  const stream = new Writable({
    write(text: Buffer, _encoding, done) {
      lines.push(JSON.parse(text.toString()));
      done();
    },
  });
  return { log: pino(logOptions(level), stream), lines };
}
