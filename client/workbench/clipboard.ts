/** Copying and pasting beyond the keys: by selecting, and with the right button. */
import type { Terminal } from '@xterm/xterm';
import type { Settings } from './settings.ts';

/** Resolves to whether it was copied: a browser may forbid it. */
export async function copySelection(terminal: Terminal): Promise<boolean> {
  const text = terminal.getSelection();
  if (!text) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export interface ClipboardOptions {
  readonly settings: () => Settings;
  /** What could not be done, for the learner. */
  readonly onFailure: (sentence: string) => void;
}

export function setUpClipboard(screen: HTMLElement, terminal: Terminal, options: ClipboardOptions): void {
  screen.addEventListener('mouseup', (event) => {
    if (event.button === 0 && options.settings().copyOnSelect) void copySelection(terminal);
  });
  // Without the setting the browser's own menu opens, with its own copy and paste: xterm.js puts the selection there.
  screen.addEventListener(
    'contextmenu',
    (event) => {
      // A program that reads the mouse gets this button; with Shift it is the terminal's all the same.
      const forProgram = terminal.modes.mouseTrackingMode !== 'none' && !event.shiftKey;
      if (!options.settings().rightClickPastes || forProgram) return;
      event.preventDefault();
      event.stopPropagation();
      void copyOrPaste(terminal, options.onFailure);
    },
    { capture: true },
  );
}

/** As PuTTY and Windows' own terminal do: what is selected is copied; with nothing selected, it pastes. */
async function copyOrPaste(terminal: Terminal, onFailure: (sentence: string) => void): Promise<void> {
  if (terminal.hasSelection()) {
    const copied = await copySelection(terminal);
    if (copied) terminal.clearSelection();
    else onFailure('El navegador no permite copiar. Usa Ctrl+Shift+C.');
    return;
  }
  try {
    terminal.paste(await navigator.clipboard.readText());
    terminal.focus();
  } catch {
    onFailure('El navegador no permite pegar con el botón derecho. Usa Ctrl+Shift+V.');
  }
}
