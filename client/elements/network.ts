/** The buttons that cut a node from the network: each says what it would do now. */
import type { LabSnapshot } from '../lab/store.ts';
import { fixed } from './say.ts';

export function createNetwork(root: ParentNode): { update(snapshot: LabSnapshot): void } {
  const buttons = [...root.querySelectorAll<HTMLElement>('[data-action="network"]')];
  return {
    update({ lab }) {
      for (const button of buttons) {
        const { node = '' } = button.dataset;
        const cut = lab?.nodes.find(({ name }) => name === node)?.cut ?? false;
        if (button.dataset['cut'] === String(cut)) continue;
        button.dataset['cut'] = String(cut);
        button.replaceChildren(cut ? 'Curar ' : 'Cortar ', fixed(node));
      }
    },
  };
}
