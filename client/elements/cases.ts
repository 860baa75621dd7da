/** The ✅ of the course's lists, and the last chapter's summary: what this learner has proven. */
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

function summary({ id, checks, proven }: CaseProgress): HTMLElement {
  const box = document.createElement('div');
  box.className = 'proven-case';
  const title = document.createElement('a');
  title.href = `#/${id}`;
  title.textContent = `${id.replace('caso-', 'Caso ')}: ${proven} de ${checks.length}`;
  const list = document.createElement('ul');
  for (const check of checks) {
    const item = document.createElement('li');
    item.dataset['proven'] = String(check.provenAt !== null);
    item.textContent = `${check.provenAt === null ? '○' : '✓'} ${check.title}`;
    item.title = check.provenAt === null ? 'Sin demostrar' : provenOn(check.provenAt);
    const said = document.createElement('span');
    said.className = 'sr-only';
    said.textContent = check.provenAt === null ? ' (sin demostrar)' : ` (${provenOn(check.provenAt)})`;
    item.append(said);
    list.append(item);
  }
  box.append(title, list);
  return box;
}

export function createCases(root: ParentNode, onResize: () => void): { update(snapshot: LabSnapshot): void } {
  let shown = '';
  return {
    update({ lab }) {
      if (!lab) return;
      const proven = JSON.stringify(lab.checks.map(({ id, title, provenAt }) => [id, title, provenAt]));
      if (proven === shown) return;
      shown = proven;
      const cases = progressOf(lab.checks);
      tickLists(root, cases);
      for (const place of root.querySelectorAll('[data-proven-list]')) {
        const list = document.createElement('div');
        list.className = 'proven-cases';
        list.append(...cases.map(summary));
        place.replaceChildren(list);
      }
      onResize();
    },
  };
}
