/** The buttons that turn machines on again that were powered off: each over its machine in the topology. */
import type { HostShape } from '../topology/scene.ts';
import { make } from '../workbench/dom.ts';

/** From the middle of a button to the bottom of its machine, in the picture's units. */
const foot = 17;

export interface PowerButtons {
  readonly element: HTMLElement;
  /** `off`: the names of the machines that are; `scale`: how many px a unit of the picture has. */
  show(hosts: readonly HostShape[], off: ReadonlySet<string>, scale: number): void;
}

/** What is pressed is done by `elements/actions.ts`. */
function makeButton(node: string): HTMLElement {
  const place = make('div', { class: 'panel-power' });
  place.append(
    make('button', { type: 'button', 'data-action': 'power', 'data-node': node }, `Encender ${node}`),
    make('span', { class: 'action-status', role: 'status' }),
  );
  return place;
}

export function createPowerButtons(): PowerButtons {
  const element = make('div', { class: 'panel-powers' });
  const known = new Map<string, HTMLElement>();
  return {
    element,
    show(hosts, off, scale) {
      for (const { name, card } of hosts) {
        const before = known.get(name);
        if (!off.has(name)) {
          before?.remove();
          known.delete(name);
          continue;
        }
        const place = before ?? makeButton(name);
        place.style.left = `${(card.x + card.width / 2) * scale}px`;
        // Under what is said of its Sentinel.
        place.style.top = `${(card.y + card.height - foot) * scale}px`;
        if (before) continue;
        known.set(name, place);
        element.append(place);
      }
    },
  };
}
