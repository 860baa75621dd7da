/** A machine of the course as the logs name it. Whoever renders says which there are. */
export interface NamedHost {
  readonly name: string;
  readonly address: string;
  readonly sentinelId: string;
}

/** Names for the addresses and ids of a log line; what is not of the course keeps its own text. */
export function namesOf(hosts: readonly NamedHost[]) {
  return {
    at: (address: string | undefined) =>
      hosts.find((host) => host.address === address)?.name ?? address ?? 'un nodo',
    withId: (id: string | undefined) =>
      hosts.find((host) => host.sentinelId === id)?.name ?? id?.slice(0, 8) ?? 'un Sentinel',
  };
}

export type Names = ReturnType<typeof namesOf>;
