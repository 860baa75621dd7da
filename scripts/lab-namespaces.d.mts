/** Runs a command in the namespaces that a lab has, as root of its own: for who tries whether this kernel lets them, and for who makes labs. */
export declare const inLabNamespaces: string[];
