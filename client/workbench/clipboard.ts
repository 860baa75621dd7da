/** Copying from a terminal and pasting into it: by selecting, with the right button, and by whatever way the browser pastes. */
import type { Terminal } from '@xterm/xterm';
import { canReadClipboard, copyText, readClipboard } from '../elements/clipboard.ts';
import type { Settings } from './settings.ts';

/** Said when not even the older way copies. */
export const copyRefused = 'El navegador no permite copiar. Prueba con Copiar en su menú.';

/** Resolves to whether it was copied; false too when nothing is selected. */
export const copySelection = (terminal: Terminal): Promise<boolean> => copyText(terminal.getSelection());

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/**
 * Text without control characters but Tab and the ends of lines. What stands on a page to be copied may hide others: ESC would
 * be a key, and the end of a bracketed paste, `ESC [ 201 ~`, would let what follows it run as if it had been typed.
 */
export const withoutControls = (text: string): string => text.replace(controls, '');

export interface ClipboardOptions {
  readonly settings: () => Settings;
  /** What could not be done, for the learner. */
  readonly onFailure: (sentence: string) => void;
}

export function setUpClipboard(screen: HTMLElement, terminal: Terminal, options: ClipboardOptions): void {
  const copy = async () => {
    if (!terminal.hasSelection()) return;
    if (await copySelection(terminal)) return;
    options.onFailure(copyRefused);
  };
  screen.addEventListener('mouseup', (event) => {
    if (event.button === 0 && options.settings().copyOnSelect) void copy();
  });
  // Before xterm.js hears of it: it would paste the text as it is.
  screen.addEventListener(
    'paste',
    (event) => {
      event.preventDefault();
      event.stopPropagation();
      terminal.paste(withoutControls(event.clipboardData?.getData('text/plain') ?? ''));
    },
    { capture: true },
  );
  // Without the setting the browser's own menu opens, with its own copy and paste: xterm.js puts the selection there.
  screen.addEventListener(
    'contextmenu',
    (event) => {
      // A program that reads the mouse gets this button; with Shift it is the terminal's all the same.
      const forProgram = terminal.modes.mouseTrackingMode !== 'none' && !event.shiftKey;
      // Where the page may not paste by itself, the browser's menu can.
      const possible = terminal.hasSelection() || canReadClipboard();
      if (!options.settings().rightClickPastes || forProgram || !possible) return;
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
    if (await copySelection(terminal)) terminal.clearSelection();
    else onFailure(copyRefused);
    return;
  }
  const text = await readClipboard();
  if (text === null) {
    onFailure(
      'El navegador no permite pegar con el botón derecho. Pega con el teclado, o permítelo para esta página.',
    );
    return;
  }
  terminal.paste(withoutControls(text));
  terminal.focus();
}
