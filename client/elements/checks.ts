/** The checks of the slides: what the lab's judge says of each, as it says it. */
import type { CheckView } from '../../protocol/lab.ts';
import { type LabClock, labClock } from '../lab/lab-clock.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { say } from './say.ts';
import { provenOn, timeLeft } from './when.ts';

const stateNames: Readonly<Record<CheckView['state'], string>> = {
  pass: 'Correcto',
  pending: 'Pendiente',
  fail: 'No se cumple',
};

function write(root: Element, selector: string, text: string): void {
  const target = root.querySelector(selector);
  if (target) say(target, text);
}

function show(box: HTMLElement, check: CheckView, clock: LabClock): void {
  box.dataset['state'] = check.state;
  box.dataset['proven'] = String(check.provenAt !== null);
  write(box, '.check-title', check.title);
  write(box, '.check-state', stateNames[check.state]);
  write(box, '.check-message', check.message);
  write(box, '.check-when', check.provenAt === null ? '' : provenOn(check.provenAt, clock));
}

export interface Checks {
  update(snapshot: LabSnapshot): void;
}

export function createChecks(root: ParentNode, onResize: () => void): Checks {
  const boxes = [...root.querySelectorAll<HTMLElement>('[data-check]')];
  let windows: readonly { readonly box: HTMLElement; readonly until: string }[] = [];
  let ticking: ReturnType<typeof setInterval> | undefined;

  let serverAhead = 0;
  const tick = () => {
    const now = Date.now() + serverAhead;
    for (const { box, until } of windows) write(box, '.check-countdown', timeLeft(until, now));
  };
  return {
    update({ lab, ahead }) {
      if (!lab) return;
      serverAhead = ahead ?? 0;
      const clock = labClock(lab.timeZone);
      const checks = new Map(lab.checks.map((check) => [check.id, check]));
      windows = boxes.flatMap((box) => {
        const check = checks.get(box.dataset['check'] ?? '');
        if (!check) return [];
        show(box, check, clock);
        if (check.until !== null && check.state === 'pending') return [{ box, until: check.until }];
        write(box, '.check-countdown', '');
        return [];
      });
      clearInterval(ticking);
      ticking = windows.length > 0 ? setInterval(tick, 250) : undefined;
      tick();
      onResize();
    },
  };
}
