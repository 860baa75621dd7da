/** Keeps the strip with the slide, with what is proven, and with what the cluster is doing. */
import { h, render } from 'preact';
import type { Deck } from '../deck/deck.ts';
import type { ClusterHistory } from '../lab/cluster-store.ts';
import { emptyHistory } from '../lab/cluster-store.ts';
import { isProven, progressOf } from '../lab/proven.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { type ChapterTasks, caseName, chaptersOf, type Step, titleOfCase } from './chapters.ts';
import { type ShownStep, Strip } from './strip.tsx';
import { waitingAt } from './waiting.ts';

const tickMs = 100;

export interface StripParts {
  update(snapshot: LabSnapshot, history: ClusterHistory): void;
}

export function mountStrip(place: HTMLElement, deck: Deck, root: ParentNode): StripParts {
  const chapters = chaptersOf(root);
  const cases: readonly Step[] = chapters
    .filter(({ steps }) => steps.length > 0)
    .map(({ id, name }) => ({
      id,
      title: titleOfCase(root, id) ?? name,
      spoken: `${name}: `,
      href: `#/${id}`,
    }));
  let chapter: ChapterTasks | undefined;
  let slide: HTMLElement | undefined;
  let snapshot: LabSnapshot = { connected: false };
  let history = emptyHistory;
  let proven: ReadonlySet<string> = new Set();
  let news = '';
  let again: ReturnType<typeof setTimeout> | undefined;

  const shownSteps = (): readonly ShownStep[] => {
    const steps = chapter?.steps.length ? chapter.steps : cases;
    const next = steps.find(({ id }) => !proven.has(id));
    return steps.map((step) => ({
      ...step,
      proven: proven.has(step.id),
      here: slide?.querySelector(`[data-check="${step.id}"]`) != null,
      next: step === next,
    }));
  };

  const show = () => {
    clearTimeout(again);
    const waiting = waitingAt(history, snapshot.lab, Date.now() + (snapshot.ahead ?? 0));
    const name = chapter?.steps.length ? chapter.name : 'Casos';
    render(h(Strip, { name, steps: shownSteps(), waiting, news }), place);
    if (waiting) again = setTimeout(show, tickMs);
  };

  deck.onSlide((next) => {
    slide = next;
    const id = next.parentElement?.id;
    chapter = chapters.find((each) => each.id === id);
    show();
  });

  const provenIn = ({ lab }: LabSnapshot): ReadonlySet<string> => {
    const checks = lab?.checks ?? [];
    const done = checks.filter(({ provenAt }) => provenAt !== null).map(({ id }) => id);
    const whole = progressOf(checks).filter(isProven);
    return new Set([...done, ...whole.map(({ id }) => id)]);
  };

  return {
    update(nextSnapshot, nextHistory) {
      const before = snapshot.lab ? proven : null;
      [snapshot, history] = [nextSnapshot, nextHistory];
      proven = provenIn(snapshot);
      const fresh = before && chapter?.steps.find(({ id }) => proven.has(id) && !before.has(id));
      if (fresh && chapter) {
        const left = chapter.steps.filter(({ id }) => !proven.has(id)).length;
        news = `Demostrado: ${fresh.title}. ${left === 0 ? `${caseName(chapter.id)}, completo.` : left === 1 ? 'Queda 1.' : `Quedan ${left}.`}`;
      }
      show();
    },
  };
}
