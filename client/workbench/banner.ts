/** The strip over a terminal that says why it does not answer, and what can be done. */
import { say } from '../elements/say.ts';
import { make, makeButton } from './dom.ts';

export interface BannerContent {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** The terminal is out of reach: it is dimmed. */
  readonly dims?: boolean;
}

export interface Banner {
  readonly element: HTMLElement;
  show(content: BannerContent | null): void;
}

export function createBanner(): Banner {
  const text = make('span', { class: 'wb-banner-text', role: 'status' });
  const element = make('div', { class: 'wb-banner' }, text);
  element.hidden = true;
  let button: HTMLButtonElement | null = null;
  let label = '';
  return {
    element,
    show(content) {
      element.hidden = content === null;
      if (content) say(text, content.text);
      // The button is kept while it says the same: a countdown must not take the focus from it.
      const next = content?.action?.label ?? '';
      if (next === label) return;
      button?.remove();
      label = next;
      if (!content?.action) return;
      button = makeButton({}, content.action.label, content.action.run);
      element.append(button);
    },
  };
}
