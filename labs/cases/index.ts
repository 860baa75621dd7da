/** The cases of the course, in its order. A case is added by adding it here. */
import type { Case } from '../define.ts';
import { caso1 } from './caso-1.ts';
import { caso2 } from './caso-2.ts';
import { caso3 } from './caso-3.ts';
import { caso4 } from './caso-4.ts';
import { caso5 } from './caso-5.ts';

export const cases: readonly Case[] = [caso1, caso2, caso3, caso4, caso5];

export function caseOf(id: string): Case | undefined {
  return cases.find((candidate) => candidate.id === id);
}
