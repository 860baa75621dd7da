/** Help with a check, one piece at a time and only when it is asked for, in a box beside the check. */
import type { CheckView } from '../../protocol/lab.ts';
import { askHelp } from '../lab/api.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { closest, element, focusIn } from './dom.ts';
import { placeBeside } from './place.ts';
import { say } from './say.ts';

const nextNames = { hint: 'Dame una pista', commands: 'Enséñame las órdenes' } as const;

export interface HelpBox {
  update(snapshot: LabSnapshot): void;
}

/** `onAsked` is called with the check whose help was looked at. */
export function createHelpBox(root: Document, onAsked: (check: string) => void): HelpBox {
  const box = element('#help-box', HTMLElement, root);
  const title = element('#help-box-title', HTMLElement, box);
  const message = element('[data-help-message]', HTMLElement, box);
  const list = element('ol', HTMLOListElement, box);
  const next = element('[data-help-next]', HTMLButtonElement, box);
  const close = element('[data-help-close]', HTMLButtonElement, box);
  const status = element('[role="status"]', HTMLElement, box);
  let checks: readonly CheckView[] = [];
  /** The help that the list has. */
  let shown = '';
  let open: { readonly id: string; readonly button: HTMLElement } | null = null;

  const draw = () => {
    const check = checks.find(({ id }) => id === open?.id);
    if (!check || !open) return;
    say(title, check.title);
    say(message, check.message);
    if (shown !== check.help.join('\n')) {
      shown = check.help.join('\n');
      list.replaceChildren(
        ...check.help.map((text) => {
          const item = root.createElement('li');
          say(item, text);
          return item;
        }),
      );
    }
    if (check.nextHelp === null && root.activeElement === next) close.focus();
    next.hidden = check.nextHelp === null;
    say(
      next,
      check.nextHelp === 'hint' && check.help.length > 0
        ? 'Dame otra pista'
        : nextNames[check.nextHelp ?? 'hint'],
    );
    placeBeside(box, open.button);
  };

  const ask = async () => {
    if (!open || next.ariaDisabled === 'true') return;
    next.ariaDisabled = 'true';
    const reply = await askHelp(open.id);
    next.ariaDisabled = null;
    say(status, reply.ok ? '' : reply.message);
  };

  root.addEventListener('click', (event) => {
    const button = closest(event, '[data-help]');
    const id = button?.dataset['help'];
    if (!button || id === undefined) return;
    open = { id, button };
    say(status, '');
    list.replaceChildren();
    shown = '';
    box.showPopover();
    draw();
    focusIn(box, next.hidden ? close : next);
    onAsked(id);
  });
  next.addEventListener('click', () => void ask());
  close.addEventListener('click', () => box.hidePopover());
  // The deck takes Escape before the browser would close the box.
  root.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !open) return;
      event.stopPropagation();
      box.hidePopover();
    },
    { capture: true },
  );
  box.addEventListener('toggle', (event) => {
    if (event instanceof ToggleEvent && event.newState === 'closed') {
      // Focus comes back only from inside: a click elsewhere has chosen its own place.
      if (box.contains(root.activeElement) || root.activeElement === root.body) open?.button.focus();
      open = null;
    }
  });

  return {
    update({ lab }) {
      checks = lab?.checks ?? [];
      draw();
    },
  };
}
