/** Runs a command in the namespaces that a lab has, as root of its own: for who tries whether this kernel lets them, and for who makes labs. */
export const inLabNamespaces = [
  'unshare',
  '--user',
  '--map-root-user',
  '--net',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
];
