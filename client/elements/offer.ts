/** Offers the first hint, once, to a learner who has been on a check for two minutes without anything passing. */
import { recall, remember } from '../frame/storage.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { say } from './say.ts';

const stuckMs = 120_000;
const storageKey = 'ofrecidas';

function readOffered(): Set<string> {
  try {
    const stored: unknown = JSON.parse(recall(storageKey) ?? '[]');
    return new Set(Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set(); // Not what this page wrote.
  }
}

export interface Offer {
  update(snapshot: LabSnapshot): void;
  /** The learner turned to another slide. */
  slide(slide: HTMLElement): void;
  /** The learner looked at a check's help by themselves. */
  seen(check: string): void;
}

export function createOffer(root: Document): Offer {
  const offered = readOffered();
  let snapshot: LabSnapshot = { connected: false };
  let onSlide: readonly string[] = [];
  let passed = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (check: string, text: string) => {
    for (const place of root.querySelectorAll(`[data-check="${check}"] .check-offer`)) say(place, text);
  };
  const done = (check: string) => {
    offered.add(check);
    remember(storageKey, JSON.stringify([...offered]));
  };
  const offer = () => {
    const check = snapshot.lab?.checks.find(
      ({ id, state, help }) =>
        onSlide.includes(id) && state !== 'pass' && help.length === 0 && !offered.has(id),
    );
    if (!check || root.hidden || snapshot.lab?.demonstration) return;
    tell(check.id, '¿Te has quedado parado? En «Ayuda» hay una pista.');
    done(check.id);
  };
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(offer, stuckMs);
  };

  return {
    update(next) {
      snapshot = next;
      const now = (next.lab?.checks ?? [])
        .filter(({ state }) => state === 'pass')
        .map(({ id }) => id)
        .join(' ');
      if (now === passed) return;
      passed = now;
      for (const check of next.lab?.checks ?? []) if (check.state === 'pass') tell(check.id, '');
      begin();
    },
    slide(slide) {
      onSlide = [...slide.querySelectorAll<HTMLElement>('[data-check]')].map(
        (check) => check.dataset['check'] ?? '',
      );
      begin();
    },
    seen(check) {
      tell(check, '');
      done(check);
    },
  };
}
