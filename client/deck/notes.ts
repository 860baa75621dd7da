/** The speaker view, loaded when it is asked for: its window alone is 20 kB. */
import type { RevealApi } from 'reveal.js';

type Notes = ReturnType<typeof import('reveal.js/plugin/notes')['default']>;

let notes: Notes | undefined;

export async function openSpeakerView(reveal: RevealApi): Promise<void> {
  if (!notes) {
    const { default: createNotes } = await import('reveal.js/plugin/notes');
    notes = createNotes();
    await notes.init?.(reveal);
  }
  notes.open();
}
