/** A line over slide and terminals about the whole lab: what is so, until when, and what can be done about it. */
import type { LabSnapshot } from '../lab/store.ts';
import { element } from './dom.ts';
import { say } from './say.ts';

type Lab = NonNullable<LabSnapshot['lab']>;

const tickMs = 250;

/** What a notice says of a lab, and when that ends, ISO 8601; null where there is nothing to say. */
export type NoticeOf = (lab: Lab) => { readonly words: string; readonly until: string } | null;

export interface CountdownNotice {
  update(snapshot: LabSnapshot): void;
}

/** `box` has a `[data-notice-text]` and, for the seconds that are left, a `[data-notice-left]`. */
export function createCountdownNotice(
  box: HTMLElement,
  noticeOf: NoticeOf,
  onResize: () => void,
): CountdownNotice {
  const text = element('[data-notice-text]', HTMLElement, box);
  const left = element('[data-notice-left]', HTMLElement, box);
  let ticking: ReturnType<typeof setInterval> | undefined;
  let shown = '';
  let until = 0;
  let serverAhead = 0;

  const tick = () => {
    const seconds = Math.max(0, Math.ceil((until - Date.now() - serverAhead) / 1000));
    say(left, seconds > 0 ? `Faltan ${seconds} s.` : '');
  };
  return {
    update({ connected, lab, ahead }) {
      const notice = connected && lab?.state === 'running' ? noticeOf(lab) : null;
      const words = notice?.words ?? '';
      if (words === shown) return;
      shown = words;
      say(text, words);
      box.hidden = words === '';
      until = Date.parse(notice?.until ?? '');
      serverAhead = ahead ?? 0;
      clearInterval(ticking);
      ticking = words === '' ? undefined : setInterval(tick, tickMs);
      tick();
      onResize();
    },
  };
}
