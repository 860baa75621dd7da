/** Which of the learner's nodes plays the part of each node in a case's text, and the text said of those who play. */
import { type Static, Type } from 'typebox';
import { Node } from './name-schemas.ts';
import type { NodeAddress } from './names.ts';

export const RoleMapping = Type.Object({ maestro: Node, replica1: Node, replica2: Node });
export type RoleMapping = Static<typeof RoleMapping>;

const names = /\b(?:maestro|replica1|replica2)\b|\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

/** A text that names nodes, or their addresses, said of those who play their parts. */
export function applyRoles(text: string, roles: RoleMapping, hosts: readonly NodeAddress[]): string {
  return text.replace(names, (named) => {
    const host = hosts.find(({ name, address }) => name === named || address === named);
    if (!host) return named;
    const player = roles[host.name];
    return named === host.name ? player : (hosts.find(({ name }) => name === player)?.address ?? named);
  });
}
