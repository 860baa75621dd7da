/** Which keys are the deck's. Whatever has the focus and a use for a key keeps it. */
const ownKeys = '#workbench, [role="separator"], dialog, [contenteditable], input, select, textarea';
const pressed = 'button, a[href], summary, [tabindex="0"]';

export function deckTakes(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return true;
  if (target.closest(ownKeys)) return false;
  const presses = event.key === ' ' || event.key === 'Enter';
  return !(presses && target.closest(pressed));
}
