/**
 * Copying and pasting for the whole page. A class opens it over plain http, where browsers keep `navigator.clipboard` shut: then it
 * copies by the older way, which they allow within a click or a key, and pasting is left to the browser's own keys and menu.
 */

/** Resolves to whether it was copied. Call it within a click or a key: most browsers allow it only then. */
export async function copyText(text: string): Promise<boolean> {
  if (text === '') return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

/** Whether this browser may hand over what was copied elsewhere, if its person agrees. Over plain http none does. */
export const canReadClipboard = (): boolean => typeof navigator.clipboard?.readText === 'function';

/** Null when the browser, or its person, does not allow it. */
export async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}

/**
 * The command copies what is selected, and the text is put in its place as it passes. The selection is a hidden field's, for
 * Firefox and Safari copy nothing without one; the focus comes back.
 */
function copyByCommand(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'sr-only';
  // Outside an open dialog nothing can have the focus.
  (before?.closest('dialog[open]') ?? document.body).append(field);
  field.select();
  const intercept = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', intercept, { capture: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', intercept, { capture: true });
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return copied;
}
