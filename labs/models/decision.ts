/** Who may decide a failover when hosts lose the network, by Sentinel's two numbers. Pure; `tests/labs/models.test.ts` holds it against real labs. */

export interface Setting {
  /** Hosts, numbered from 0; each has a Redis and a Sentinel. The master is on host 0. */
  readonly hosts: number;
  readonly quorum: number;
  /** Hosts without a network: each of them is alone. The others see each other. */
  readonly cut: ReadonlySet<number>;
}

/** Hosts that see each other. */
export interface Group {
  readonly members: readonly number[];
  readonly seesMaster: boolean;
  /** As many of them hold the master for down as the quorum asks: `+odown`. */
  readonly agrees: boolean;
  /** One of them may lead a failover: it gets the votes of a majority of all Sentinels, and of the quorum where that is more. */
  readonly elects: boolean;
}

export interface Decision {
  readonly majority: number;
  readonly groups: readonly Group[];
  /** `unnecessary`: all see the master, or so many that nobody else is a majority. */
  readonly outcome: 'failover' | 'no-majority' | 'no-quorum' | 'unnecessary';
}

export const majorityOf = (sentinels: number): number => Math.floor(sentinels / 2) + 1;

function groupOf(members: readonly number[], { hosts, quorum }: Setting): Group {
  const seesMaster = members.includes(0);
  const agrees = !seesMaster && members.length >= quorum;
  return { members, seesMaster, agrees, elects: agrees && members.length >= majorityOf(hosts) };
}

export function decide(setting: Setting): Decision {
  const all = Array.from({ length: setting.hosts }, (_, host) => host);
  const together = all.filter((host) => !setting.cut.has(host));
  const alone = all.filter((host) => setting.cut.has(host)).map((host) => [host]);
  const groups = [together, ...alone]
    .filter(({ length }) => length > 0)
    .map((each) => groupOf(each, setting));
  return {
    majority: majorityOf(setting.hosts),
    groups,
    outcome: outcomeOf(groups, majorityOf(setting.hosts)),
  };
}

function outcomeOf(groups: readonly Group[], majority: number): Decision['outcome'] {
  if (groups.some(({ elects }) => elects)) return 'failover';
  const seeing = groups.find(({ seesMaster }) => seesMaster)?.members.length ?? 0;
  if (groups.length === 1 || seeing >= majority) return 'unnecessary';
  return groups.some(({ agrees }) => agrees) ? 'no-majority' : 'no-quorum';
}
