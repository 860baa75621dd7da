/** The closed sets of names that both ends use: declared here alone, and without a library, for the page's first load has them too. */

export const nodeNames = ['maestro', 'replica1', 'replica2'] as const;
export type Node = (typeof nodeNames)[number];

/** The nodes, and the host on which an application runs. */
export const hostNames = [...nodeNames, 'cliente'] as const;
export type Host = (typeof hostNames)[number];

export const programNames = ['shell', 'redis-cli', 'sentinel', 'sentinel-log'] as const;
export type Program = (typeof programNames)[number];

/** A node and where the others find it. */
export interface NodeAddress {
  readonly name: Node;
  readonly address: string;
}
