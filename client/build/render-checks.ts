/** The checks at the foot of a slide, as they read before the lab has said anything. */
import { titleOf } from '../deck/check-title.ts';
import { escapeHtml } from './html.ts';

function renderCheck(id: string): string {
  return [
    `<div class="check" data-check="${escapeHtml(id)}" data-state="pending" role="group" aria-label="Comprobación">`,
    '<span class="check-mark" aria-hidden="true"></span>',
    `<p class="check-text"><strong class="check-title">${escapeHtml(titleOf(id))}</strong> `,
    '<span class="check-state">Sin demostrar</span> <span class="check-when"></span>',
    '<span class="check-message" aria-live="polite">Sin conexión con el laboratorio.</span>',
    '<span class="check-countdown" role="timer"></span></p>',
    '</div>',
  ].join('');
}

const checkNow = '<button type="button" data-action="check">Comprobar ahora</button>';
const prepare = '<button type="button" data-action="prepare">Preparar este caso</button>';

/** A slide's checks, and what can be asked of the lab there: a case can also be prepared where its chapter opens. `network`: the buttons that cut it, if any. */
export function renderChecks(ids: readonly string[], opensCase: boolean, network = ''): string {
  if (ids.length === 0 && !opensCase && network === '') return '';
  return [
    '<footer class="checks">',
    network,
    ...ids.map(renderCheck),
    `<p class="check-actions">${ids.length > 0 ? checkNow : ''}${prepare}`,
    '<span class="action-status" role="status"></span></p></footer>',
  ].join('');
}
