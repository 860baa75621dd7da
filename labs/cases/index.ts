/** The cases of the course, in its order. A case is added by adding it here. */
import type { Case } from '../define.ts';
import { caso1 } from './caso-1.ts';
import { caso2 } from './caso-2.ts';
import { caso3 } from './caso-3.ts';
import { caso4 } from './caso-4.ts';
import { caso5 } from './caso-5.ts';
import { caso6 } from './caso-6.ts';
import { caso7 } from './caso-7.ts';
import { caso8 } from './caso-8.ts';

/** The course's own five, which follow one another on the same cluster. */
export const fiveCases: readonly Case[] = [caso1, caso2, caso3, caso4, caso5];

/** What is offered after them, «Para ir más lejos»: each starts from a cluster of its own. */
export const furtherCases: readonly Case[] = [caso6, caso7, caso8];

export const cases: readonly Case[] = [...fiveCases, ...furtherCases];

export function caseOf(id: string): Case | undefined {
  return cases.find((candidate) => candidate.id === id);
}
