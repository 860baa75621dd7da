/** How long the phases of the course's own failovers took. */
import type { PhaseName } from '../timeline/phases.ts';

/** From the times in the course's own logs, ms: the asked failover of case 1, and the crash of case 2 as its leader told it. */
export const courseMs: Readonly<Record<string, Partial<Record<PhaseName, number>>>> = {
  'caso-1': { elección: 1, ascenso: 1062, reconfiguración: 1102 },
  'caso-2': { detección: 86, elección: 62, ascenso: 715, reconfiguración: 1143 },
};
