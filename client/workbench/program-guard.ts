/**
 * What a program may do beyond its screen, by the sequences that it writes: a file shown with `cat` can write them too.
 * SECURITY.md has the table; each of its rows is a test.
 */
import type { IParser } from '@xterm/xterm';

/** As much as a program may put into the clipboard at once, bytes of UTF-8. */
export const mostCopied = 100_000;

export interface ProgramRequests {
  /** Whether what the terminal answers by itself is sent: only where its learner types, never while a screen is drawn again. */
  readonly mayAnswer: () => boolean;
  /** Whether a program may write to the clipboard now. */
  readonly mayCopy: () => boolean;
  readonly onCopy: (text: string) => void;
  /** What a program was not allowed, for the learner who is looking at it. */
  readonly onRefused: (sentence: string) => void;
}

export interface ProgramGuard {
  /** While this is true, what comes out of the terminal is its own answer and no key. */
  readonly answering: boolean;
}

/** The parts of the parser that are used: the page's terminal has them, and so has the one without a screen, in tests. */
export type GuardedParser = Pick<IParser, 'registerCsiHandler' | 'registerDcsHandler' | 'registerOscHandler'>;

/** Questions that xterm.js answers: device attributes, states and the cursor's place, modes. */
const questions = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
] as const;

/** OSC 10, 11 and 12: colours of text, background and cursor; OSC 4: a colour of the palette, each after its number. */
const colours = [4, 10, 11, 12] as const;

/** A program may ask for colours but not set them: text could be made invisible, and a page that comes later would not know. */
const asksOnly = (code: number, data: string): boolean =>
  data.split(';').every((part, index) => part === '?' || (code === 4 && index % 2 === 0));

/** The text of an OSC 52; null when it is none. */
function decode(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function guardProgram(parser: GuardedParser, requests: ProgramRequests): ProgramGuard {
  let answering = false;
  /** True keeps the question from xterm.js, which otherwise answers before anything else happens. */
  const withhold = (): boolean => {
    if (!requests.mayAnswer()) return true;
    answering = true;
    queueMicrotask(() => {
      answering = false;
    });
    return false;
  };
  for (const question of questions) parser.registerCsiHandler(question, withhold);
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, withhold);
  for (const code of colours) parser.registerOscHandler(code, (data) => !asksOnly(code, data) || withhold());
  parser.registerOscHandler(52, (data) => {
    if (requests.mayCopy()) clipboard(data, requests);
    return true;
  });
  return {
    get answering() {
      return answering;
    },
  };
}

/** `c;` and text in base64, to copy; `c;?` asks for what was copied, and is never answered. */
function clipboard(data: string, { onCopy, onRefused }: ProgramRequests): void {
  const [selection = '', content = ''] = data.split(';');
  // The others are selections of X11, which a browser has not.
  if (selection !== '' && !selection.includes('c')) return;
  if (content === '?') {
    onRefused('Un programa ha pedido leer lo que tienes en el portapapeles: no se permite nunca.');
    return;
  }
  // Four characters of base64 are three bytes.
  if (content.length > (mostCopied * 4) / 3 + 4) {
    onRefused(`Un programa quería copiar más de ${mostCopied / 1000} kB al portapapeles: no se ha copiado.`);
    return;
  }
  const text = decode(content);
  if (text !== null && text !== '') onCopy(text);
}
