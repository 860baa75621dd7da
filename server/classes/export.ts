/** What is known of a class, to be kept or counted elsewhere: as data, and as a table that a spreadsheet opens. */
import { stringify } from 'csv-stringify/sync';
import { type Static, Type } from 'typebox';
import type { ClassInfo, MemberCheck, Row } from '../../protocol/classes.ts';
import { columns } from './columns.ts';

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const State = Type.Union([
  Type.Literal('pendiente'),
  Type.Literal('en curso'),
  Type.Literal('demostrada'),
  Type.Literal('vista'),
]);

export const ClassExport = Type.Object({
  class: Type.String(),
  code: Type.String(),
  at: Type.String(),
  members: Type.Array(
    Type.Object({
      alias: Type.String(),
      joined: Type.String(),
      checks: Type.Array(
        Type.Object({
          case: Type.String(),
          check: Type.String(),
          title: Type.String(),
          state: State,
          /** When its turn came first, ISO 8601. */
          since: Nullable(Type.String()),
          provenAt: Nullable(Type.String()),
          refused: Type.Integer(),
          reason: Type.String(),
          help: Type.Integer(),
        }),
      ),
    }),
  ),
});
export type ClassExport = Static<typeof ClassExport>;

function stateOf(check: MemberCheck | undefined): Static<typeof State> {
  if (!check) return 'pendiente';
  if (check.provenAt !== null) return 'demostrada';
  if (check.working) return 'en curso';
  return check.shown ? 'vista' : 'pendiente';
}

/** Between columns: where a decimal is written with a comma, spreadsheets expect a semicolon. */
export const Separator = Type.Union([Type.Literal(','), Type.Literal(';')]);
export type Separator = Static<typeof Separator>;

export function exportOf(info: ClassInfo, rows: readonly Row[]): ClassExport {
  const all = columns.flatMap(({ case: id, checks }) => checks.map((check) => ({ case: id, ...check })));
  return {
    class: info.name,
    code: info.code,
    at: new Date().toISOString(),
    members: rows.map(({ alias, joined, status }) => ({
      alias,
      joined,
      checks: all.map(({ case: id, id: check, title }) => {
        const known = status?.checks[check];
        return {
          case: id,
          check,
          title,
          state: stateOf(known),
          since: known?.since ?? null,
          provenAt: known?.provenAt ?? null,
          refused: known?.refused ?? 0,
          reason: known?.reason ?? '',
          help: known?.help ?? 0,
        };
      }),
    })),
  };
}

/**
 * A row for each member and check. With the mark by which spreadsheets know UTF-8, and with what they would take for a formula made
 * harmless: an alias or a reason comes from a learner.
 */
export function csvOf({ members }: ClassExport, separator: Separator): string {
  const rows = members.flatMap(({ alias, checks }) =>
    checks.map((check) => [
      alias,
      check.case,
      check.title,
      check.state,
      check.since ?? '',
      check.provenAt ?? '',
      check.refused,
      check.reason,
      check.help,
    ]),
  );
  const header = [
    'nombre',
    'caso',
    'comprobación',
    'estado',
    'empezada',
    'demostrada',
    'rechazos',
    'último motivo',
    'ayudas',
  ];
  return stringify([header, ...rows], {
    bom: true,
    delimiter: separator,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
