/** Time zones by their IANA names, as far as this machine knows them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where programs find what a zone's name means. */
export const zoneInfo = '/usr/share/zoneinfo';

const shape = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;

/** Whether Intl knows that zone: what a page may be told to show its times in. */
export function isTimeZone(name: string): boolean {
  if (!shape.test(name)) return false;
  try {
    new Intl.DateTimeFormat('es', { timeZone: name });
    return true;
  } catch {
    return false; // RangeError: there is none of that name.
  }
}

/** The same, and this machine's programs know it too: what a lab may be made in. */
export const isMachineZone = (name: string): boolean => isTimeZone(name) && existsSync(join(zoneInfo, name));

/** This machine's own. */
export function ownTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return isMachineZone(timeZone) ? timeZone : 'UTC';
}
