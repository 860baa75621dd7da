/** Says what changed to those who hear the page: one sentence at a time, and none while there is one to listen to. */
import type { NodeSnapshot } from '../../protocol/topology.ts';
import { say } from '../elements/say.ts';
import { changeBetween } from '../topology/changes.ts';
import { make } from '../workbench/dom.ts';

/** A failover is some ten changes in two seconds: they become one or two sentences. */
const quietMs = 2500;
/** What belongs together arrives within this. */
const gatherMs = 300;

export interface Announcer {
  readonly element: HTMLElement;
  see(nodes: readonly NodeSnapshot[]): void;
}

export function createAnnouncer(): Announcer {
  const element = make('p', { class: 'sr-only', 'aria-live': 'polite', 'data-cluster-change': '' });
  let told: readonly NodeSnapshot[] = [];
  let latest: readonly NodeSnapshot[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;

  const tell = () => {
    timer = undefined;
    const sentence = changeBetween(told, latest);
    told = latest;
    if (sentence === '') return;
    toldAt = performance.now();
    say(element, sentence);
  };
  return {
    element,
    see(nodes) {
      latest = nodes;
      if (told.length === 0 || nodes.length === 0) told = nodes;
      if (timer !== undefined || changeBetween(told, latest) === '') return;
      timer = setTimeout(tell, Math.max(gatherMs, toldAt + quietMs - performance.now()));
    },
  };
}
