/** Finds what the page must have; a page without it is a mistake of ours, said at once. */
export function element<T extends Element>(
  selector: string,
  kind: new () => T,
  root: ParentNode = document,
): T {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/**
 * Gives the keyboard to a dialog that was just opened: to that control, or to the dialog itself where it does not fit, for a control further
 * down would scroll its beginning out of sight. The dialog has a `tabindex`.
 */
export function focusIn(dialog: HTMLElement, control: HTMLElement): void {
  const fits = dialog.scrollHeight <= dialog.clientHeight;
  (fits ? control : dialog).focus();
  dialog.scrollTop = 0;
}

/** The closest element that matches, seen from an event's target. */
export function closest(event: Event, selector: string): HTMLElement | undefined {
  const found = event.target instanceof Element ? event.target.closest(selector) : null;
  return found instanceof HTMLElement ? found : undefined;
}
