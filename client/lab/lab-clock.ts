/**
 * Times as the lab's own hosts have them. The course compares what the page says with logs and with `date`, so all of it is in
 * one zone: the lab's, which need not be the browser's.
 */
export interface LabClock {
  /** As a person calls it: `Mexico City`, `UTC`. */
  readonly place: string;
  /** `14:48:01.682`, as Sentinel's log has it; `digits` of a second, 0 to 3. */
  time(at: number, digits?: 0 | 1 | 2 | 3): string;
  /** `27 nov, 14:48:01`. */
  dayAndTime(at: number): string;
}

/** 23:59:59 is followed by 00:00:00, not by 24:00:00. */
const wallTime = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

function create(zone: string | undefined): LabClock {
  const timeZone = zone === undefined ? {} : { timeZone: zone };
  const times = new Intl.DateTimeFormat('en-GB', { ...wallTime, ...timeZone });
  const days = new Intl.DateTimeFormat('es', { day: 'numeric', month: 'short', ...wallTime, ...timeZone });
  const name = times.resolvedOptions().timeZone;
  return {
    place: (name.split('/').at(-1) ?? name).replaceAll('_', ' '),
    time(at, digits = 3) {
      const fraction = String(((at % 1000) + 1000) % 1000).padStart(3, '0');
      return times.format(at) + (digits === 0 ? '' : `.${fraction.slice(0, digits)}`);
    },
    dayAndTime: (at) => days.format(at),
  };
}

const clocks = new Map<string | undefined, LabClock>();

/** The clock of that zone; the browser's own while no lab has said one, or the browser knows none of that name. */
export function labClock(zone?: string): LabClock {
  const known = clocks.get(zone);
  if (known) return known;
  let clock: LabClock;
  try {
    clock = create(zone);
  } catch {
    clock = create(undefined);
  }
  clocks.set(zone, clock);
  return clock;
}
