/**
 * For the back row: no text under 20 px at 1280×720, in black on white or white on black, and beside the slide either the cluster or the
 * terminals, not both. `theme/projector.css` does the most of it; what draws by numbers of its own asks `projectorFloor`.
 */
import { recall, remember } from './storage.ts';

const states = ['off', 'cluster', 'terminals'] as const;
type State = (typeof states)[number];

const names: Readonly<Record<State, string>> = {
  off: 'Modo proyector',
  cluster: 'Proyector: clúster',
  terminals: 'Proyector: terminales',
};

/** The smallest text, px. */
const floor = 20;

const stateNow = (): State =>
  states.find((state) => state === document.documentElement.dataset['projector']) ?? 'off';

/** How small a text may be, px; 0 while nothing is projected. */
export const projectorFloor = (): number => (stateNow() === 'off' ? 0 : floor);

/** Only the cluster stands beside the slide. */
export const projectsCluster = (): boolean => stateNow() === 'cluster';

export interface Projector {
  /** Off, with the cluster, with the terminals, and off again. */
  cycle(): void;
}

export function createProjector(label: HTMLElement, onChange: () => void): Projector {
  const set = (state: State) => {
    const { dataset } = document.documentElement;
    if (state === 'off') delete dataset['projector'];
    else dataset['projector'] = state;
    label.textContent = names[state];
    remember('projector', state);
    onChange();
    // Terminals and pictures have sizes of their own, which they take anew when the window changes.
    window.dispatchEvent(new Event('resize'));
  };
  set(states.find((state) => state === recall('projector')) ?? 'off');
  return { cycle: () => set(states[(states.indexOf(stateNow()) + 1) % states.length] ?? 'off') };
}
