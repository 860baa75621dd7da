/** The ✅ of the course's lists, and the closing chapters' summaries: what this learner has proven. */
import type { CheckView } from '../../protocol/lab.ts';
import { type LabClock, labClock } from '../lab/lab-clock.ts';
import { type CaseProgress, isProven, progressOf } from '../lab/proven.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { provenOn } from './when.ts';

function tickLists(root: ParentNode, cases: readonly CaseProgress[]): void {
  for (const item of root.querySelectorAll<HTMLElement>('[data-case-item]')) {
    const proven = isProven(cases.find(({ id }) => id === item.dataset['caseItem']));
    item.dataset['proven'] = String(proven);
    item.querySelector('.tick')?.toggleAttribute('hidden', !proven);
  }
}

function span(text: string, className = ''): HTMLElement {
  const part = document.createElement('span');
  part.textContent = text;
  part.className = className;
  return part;
}

function checkItem({ title, provenAt }: CheckView, clock: LabClock): HTMLElement {
  const item = document.createElement('li');
  const when = provenAt === null ? 'Sin demostrar' : provenOn(provenAt, clock);
  const mark = span(provenAt === null ? '○' : '✓');
  mark.ariaHidden = 'true';
  item.dataset['proven'] = String(provenAt !== null);
  item.title = when;
  const words = span(title);
  words.append(span(` (${when})`, 'sr-only'));
  item.append(mark, words);
  return item;
}

function summary({ id, checks, proven }: CaseProgress, clock: LabClock): HTMLElement {
  const box = document.createElement('div');
  box.className = 'proven-case';
  const title = document.createElement('a');
  title.href = `#/${id}`;
  title.textContent = `${id.replace('caso-', 'Caso ')}: ${proven} de ${checks.length}`;
  const list = document.createElement('ul');
  list.append(...checks.map((check) => checkItem(check, clock)));
  box.append(title, list);
  return box;
}

export function createCases(root: ParentNode, onResize: () => void): { update(snapshot: LabSnapshot): void } {
  let shown = '';
  return {
    update({ lab }) {
      if (!lab) return;
      const shownNow = lab.checks.map(({ id, title, provenAt }) => [id, title, provenAt]);
      const proven = JSON.stringify([lab.timeZone, shownNow]);
      if (proven === shown) return;
      shown = proven;
      const cases = progressOf(lab.checks);
      const clock = labClock(lab.timeZone);
      tickLists(root, cases);
      for (const place of root.querySelectorAll<HTMLElement>('[data-proven-list]')) {
        const named = place.dataset['provenList']?.split(' ') ?? [];
        const list = document.createElement('div');
        list.className = 'proven-cases';
        list.append(...cases.filter(({ id }) => named.includes(id)).map((each) => summary(each, clock)));
        place.replaceChildren(list);
      }
      onResize();
    },
  };
}
