/** Views of a lab for tests of what is made of them. */
import type { CheckView, LabView } from './lab.ts';

/** A lab that runs, is whole and has no checks, but for what is said. */
export function labView(how: Partial<LabView> = {}): LabView {
  return {
    version: 1,
    state: 'running',
    converged: true,
    error: null,
    place: null,
    case: 'caso-1',
    caseSince: '2026-01-01T10:00:00.000Z',
    nodes: [],
    checks: [],
    cast: { maestro: 'maestro', replica1: 'replica1', replica2: 'replica2' },
    deadEnd: null,
    aborted: null,
    demonstration: false,
    downAfterMs: 5000,
    timeZone: 'UTC',
    unsaved: null,
    tilt: null,
    client: null,
    ...how,
  };
}

/** A check that is still to be done, but for what is said. */
export const checkView = (id: string, how: Partial<CheckView> = {}): CheckView => ({
  id,
  title: id,
  state: 'pending',
  message: 'Aún no.',
  provenAt: null,
  until: null,
  help: [],
  nextHelp: 'hint',
  ...how,
});
