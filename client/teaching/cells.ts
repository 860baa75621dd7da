/** What the board says of one member in one check, or in one case. Pure. */
import type { Column, MemberCheck, Row } from '../../protocol/classes.ts';
import { spanText } from './span.ts';

export type CellState = 'none' | 'shown' | 'working' | 'refused' | 'proven';

export interface Cell {
  readonly state: CellState;
  /** Told apart without colour. */
  readonly symbol: string;
  /** For a screen reader, and for who points at it. */
  readonly words: string;
  /** 0 to 1: how long it has taken, against half an hour. */
  readonly depth: number;
}

const longMs = 30 * 60_000;

/** How long a check took, or takes until now, ms; null where its turn was not seen to come. */
export function spentMs({ since, provenAt }: MemberCheck, now: number): number | null {
  if (since === null) return null;
  const end = provenAt === null ? now : Date.parse(provenAt);
  return end < Date.parse(since) ? null : end - Date.parse(since);
}

const helpWords = (help: number): string =>
  help === 0
    ? ''
    : help === 1
      ? ', con una pista'
      : help === 2
        ? ', con dos pistas'
        : ', con las órdenes dadas';

const timesWords = (times: number): string => (times === 1 ? 'una vez' : `${times} veces`);

/** @param now the server's clock, ms since the epoch */
export function cellOf(check: MemberCheck | undefined, now: number): Cell {
  if (!check) return { state: 'none', symbol: '', words: 'sin empezar', depth: 0 };
  const spent = spentMs(check, now);
  const time = spent === null ? '' : ` en ${spanText(spent)}`;
  const depth = Math.min(1, (spent ?? 0) / longMs);
  const help = helpWords(check.help);
  if (check.provenAt !== null)
    return { state: 'proven', symbol: '✓', words: `demostrada${time}${help}`, depth };
  if (check.working && check.refused > 0) {
    const words = `en ello${spent === null ? '' : ` desde hace ${spanText(spent)}`}; no ha pasado ${timesWords(check.refused)}: ${check.reason}${help}`;
    return { state: 'refused', symbol: '!', words, depth };
  }
  if (check.working) {
    const words = `en ello${spent === null ? '' : ` desde hace ${spanText(spent)}`}${help}`;
    return { state: 'working', symbol: '…', words, depth };
  }
  if (check.shown) return { state: 'shown', symbol: '◦', words: 'vista en una demostración', depth: 0 };
  return { state: 'none', symbol: '', words: 'sin empezar', depth: 0 };
}

/** A whole case in one cell: how many of its checks are proven. */
export function caseCellOf(column: Column, row: Row, now: number): Cell {
  const checks = column.checks.map(({ id }) => row.status?.checks[id]);
  const proven = checks.filter((check) => check?.provenAt != null).length;
  const all = checks.length;
  const open = checks.find((check) => check?.working);
  const state = proven === all ? 'proven' : open ? cellOf(open, now).state : 'none';
  const began = proven > 0 || open !== undefined;
  return {
    state,
    symbol: began ? `${proven}/${all}` : '',
    words: began ? `${proven} de ${all} comprobaciones` : 'sin empezar',
    depth: open ? cellOf(open, now).depth : 0,
  };
}

export const provenIn = ({ status }: Row): number =>
  Object.values(status?.checks ?? {}).filter(({ provenAt }) => provenAt !== null).length;
