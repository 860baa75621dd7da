/** In which order a Sentinel that leads a failover says what it does. Pure; `npm run bench:elections` holds it against real failovers. */

/** Redis's names, first to last; `sentinelFailoverStateMachine` in its sentinel.c goes through them. */
export const failoverOrder = [
  '+odown',
  '+try-failover',
  '+vote-for-leader',
  '+elected-leader',
  '+failover-state-select-slave',
  '+selected-slave',
  '+failover-state-send-slaveof-noone',
  '+failover-state-wait-promotion',
  '+promoted-slave',
  '+failover-state-reconf-slaves',
  '+slave-reconf-sent',
  '+slave-reconf-inprog',
  '+slave-reconf-done',
  '+failover-end',
  '+switch-master',
] as const;

/** `names`: what one leader said of one failover that it finished. Says what is missing or comes too soon; empty where all is as it should be. */
export function outOfOrder(names: readonly string[]): readonly string[] {
  let last = -1;
  return failoverOrder.flatMap((name) => {
    const at = names.indexOf(name, last + 1);
    if (at < 0) return [name];
    last = at;
    return [];
  });
}
