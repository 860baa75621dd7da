/** The buttons that cut a node from the lab's network, on the slides that ask for them with `data-network`. */
import type { NamedHost } from '../deck/hosts.ts';
import { escapeHtml } from './html.ts';

export function renderNetwork(hosts: readonly NamedHost[]): string {
  const buttons = hosts.map(({ name }) => {
    const node = escapeHtml(name);
    return `<button type="button" data-action="network" data-node="${node}" data-cut="false">Cortar <span translate="no">${node}</span></button>`;
  });
  return `<p class="check-actions network" role="group" aria-label="Red del laboratorio"><span aria-hidden="true">Red:</span>${buttons.join('')}<span class="action-status" role="status"></span></p>`;
}
