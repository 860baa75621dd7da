/** The closed sets of names that both ends use. */
import { type Static, Type } from 'typebox';

export const Node = Type.Union([Type.Literal('maestro'), Type.Literal('replica1'), Type.Literal('replica2')]);
export type Node = Static<typeof Node>;

export const Program = Type.Union([
  Type.Literal('shell'),
  Type.Literal('redis-cli'),
  Type.Literal('sentinel'),
  Type.Literal('sentinel-log'),
]);
export type Program = Static<typeof Program>;
