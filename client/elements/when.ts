/** Times as a Spanish reader writes them. */
const dayAndTime = new Intl.DateTimeFormat('es', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export function provenOn(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? 'Demostrado' : `Demostrado el ${dayAndTime.format(date)}`;
}

/** What is left of a check's window, or nothing when there is none or it is over. */
export function timeLeft(until: string | null, now: number): string {
  const left = until === null ? Number.NaN : Date.parse(until) - now;
  if (!(left > 0)) return '';
  const seconds = Math.ceil(left / 1000);
  return `Cuenta atrás: ${seconds} s sin que ocurra nada`;
}
