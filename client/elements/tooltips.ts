/** Shows an event's explanation beside it, on hover and on focus; Escape hides it. */
import { closest } from './dom.ts';
import { placeBeside } from './place.ts';

const trigger = 'button.event[aria-describedby]';
/** Long enough to move the pointer from the event onto its explanation. */
const graceMs = 120;

export function setUpTooltips(root: Document): void {
  let open: HTMLElement | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  const hide = () => {
    clearTimeout(leaving);
    if (open?.matches(':popover-open')) open.hidePopover();
    open = undefined;
  };
  const show = (event: Event) => {
    const on = closest(event, trigger);
    const tip = root.getElementById(on?.getAttribute('aria-describedby') ?? '');
    if (!on || !tip) return;
    hide();
    open = tip;
    tip.showPopover();
    placeBeside(tip, on);
  };
  const leave = (event: Event) => {
    if (!open || !closest(event, `${trigger}, .tooltip`)) return;
    clearTimeout(leaving);
    leaving = setTimeout(hide, graceMs);
  };

  root.addEventListener('pointerover', (event) => {
    if (closest(event, '.tooltip')) clearTimeout(leaving);
    else show(event);
  });
  root.addEventListener('pointerout', leave);
  root.addEventListener('focusin', show);
  root.addEventListener('focusout', leave);
  root.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !open) return;
      event.stopPropagation();
      hide();
    },
    { capture: true },
  );
}
