/**
 * Full screen, with the keys that a browser keeps for itself (Ctrl+W, Ctrl+T, Esc) given to the terminals, where it allows that:
 * Chromium does, on pages that it trusts. How to leave is said for as long as it lasts.
 */

/** The Keyboard API, which TypeScript's DOM does not know: only some browsers have it. */
interface KeyboardLock {
  lock(): Promise<void>;
  unlock(): void;
}

function isKeyboardLock(value: unknown): value is KeyboardLock {
  return (
    typeof value === 'object' &&
    value !== null &&
    'lock' in value &&
    typeof value.lock === 'function' &&
    'unlock' in value &&
    typeof value.unlock === 'function'
  );
}

function ownKeyboard(): KeyboardLock | null {
  const keyboard: unknown = 'keyboard' in navigator ? navigator.keyboard : null;
  return isKeyboardLock(keyboard) ? keyboard : null;
}

/** Enters full screen, or leaves it. `note` says how to leave. */
export function createFullScreen(note: HTMLElement): { toggle(): void } {
  const say = (text: string) => {
    note.textContent = text;
  };
  document.addEventListener('fullscreenchange', () => {
    if (document.fullscreenElement) return;
    ownKeyboard()?.unlock();
    say('');
  });
  const enter = async () => {
    try {
      await document.documentElement.requestFullscreen();
    } catch {
      say('El navegador no permite la pantalla completa.');
      return;
    }
    try {
      const keyboard = ownKeyboard();
      if (!keyboard) throw new Error('no keyboard lock here');
      await keyboard.lock();
      if (document.fullscreenElement) say('Mantén pulsada Esc para salir de la pantalla completa');
    } catch {
      if (document.fullscreenElement) say('Esc sale de la pantalla completa');
    }
  };
  return {
    toggle() {
      if (document.fullscreenElement) void document.exitFullscreen();
      else void enter();
    },
  };
}
