/** The closed sets of names that both ends use. */
import { type Static, Type } from 'typebox';

export const Node = Type.Union([Type.Literal('maestro'), Type.Literal('replica1'), Type.Literal('replica2')]);
export type Node = Static<typeof Node>;

/** The nodes, and the host on which an application runs. */
export const Host = Type.Union([Node, Type.Literal('cliente')]);
export type Host = Static<typeof Host>;

export const Program = Type.Union([
  Type.Literal('shell'),
  Type.Literal('redis-cli'),
  Type.Literal('sentinel'),
  Type.Literal('sentinel-log'),
]);
export type Program = Static<typeof Program>;

/** A node and where the others find it. */
export interface NodeAddress {
  readonly name: Node;
  readonly address: string;
}
