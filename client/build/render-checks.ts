/** The checks at the foot of a slide, as they read before the lab has said anything. */
import { escapeHtml } from './html.ts';

/** A check as the slides name it: its id, and the title that its case gives it. */
export interface NamedCheck {
  readonly id: string;
  readonly title: string;
}

function renderCheck({ id, title }: NamedCheck): string {
  return [
    `<div class="check" data-check="${escapeHtml(id)}" data-state="pending" role="group" aria-label="Comprobación">`,
    '<span class="check-mark" aria-hidden="true"></span>',
    `<p class="check-text"><strong class="check-title">${escapeHtml(title)}</strong> `,
    '<span class="check-state">Sin demostrar</span> <span class="check-when"></span>',
    '<span class="check-message" aria-live="polite">Sin conexión con el laboratorio.</span>',
    '<span class="check-countdown" role="timer"></span>',
    '<span class="check-offer" role="status"></span></p>',
    `<button type="button" class="check-help" data-help="${escapeHtml(id)}" aria-haspopup="dialog" aria-label="Ayuda: ${escapeHtml(title)}">Ayuda</button>`,
    '</div>',
  ].join('');
}

const checkNow = '<button type="button" data-action="check">Comprobar ahora</button>';
const prepare = '<button type="button" data-action="prepare">Preparar este caso</button>';
const demonstrate = '<button type="button" data-action="demonstrate">Demostración</button>';

/** What a slide of a case says of the learner's own cluster; empty until there is something to say. */
export const caseNotes = [
  '<div class="case-notes">',
  '<p class="case-note adapted" data-note="adapted" hidden></p>',
  '<p class="case-note" data-note="demonstration" role="status" hidden></p>',
  '<p class="case-note dead-end" data-note="dead-end" role="status" hidden></p>',
  '</div>',
].join('');

/** A slide's checks, and what can be asked of the lab there: a case can also be prepared where its chapter opens. `network`: the buttons that cut it, if any. */
export function renderChecks(checks: readonly NamedCheck[], opensCase: boolean, network = ''): string {
  if (checks.length === 0 && !opensCase && network === '') return '';
  return [
    '<footer class="checks">',
    network,
    ...checks.map(renderCheck),
    `<p class="check-actions">${checks.length > 0 ? checkNow : ''}${prepare}${opensCase ? demonstrate : ''}`,
    '<span class="action-status" role="status"></span></p></footer>',
  ].join('');
}
