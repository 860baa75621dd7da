/** When something was, or how long it lasts, in words. */
import type { LabClock } from '../lab/lab-clock.ts';

export function provenOn(iso: string, clock: LabClock): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? 'Demostrado' : `Demostrado el ${clock.dayAndTime(at)}`;
}

/** What is left of a check's window, or nothing when there is none or it is over. */
export function timeLeft(until: string | null, now: number): string {
  const left = until === null ? Number.NaN : Date.parse(until) - now;
  if (!(left > 0)) return '';
  const seconds = Math.ceil(left / 1000);
  return `Cuenta atrás: ${seconds} s`;
}
