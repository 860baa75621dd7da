/** The schemas of the names in names.ts. */
import { Type } from 'typebox';
import { hostNames, nodeNames, programNames } from './names.ts';

const [maestro, replica1, replica2] = nodeNames;
const [, , , cliente] = hostNames;
const [shell, redisCli, sentinel, sentinelLog] = programNames;

export const Node = Type.Union([Type.Literal(maestro), Type.Literal(replica1), Type.Literal(replica2)]);

export const Host = Type.Union([Node, Type.Literal(cliente)]);

export const Program = Type.Union([
  Type.Literal(shell),
  Type.Literal(redisCli),
  Type.Literal(sentinel),
  Type.Literal(sentinelLog),
]);
