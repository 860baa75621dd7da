/** How many viewers a lab has. After the last one has gone it still counts as looked at for a while. */
export interface ViewerCount {
  /** Whether someone looks, or did a moment ago. */
  readonly present: boolean;
  /** How many look right now. */
  readonly count: number;
  /** Someone looks, until the result is called; once or more often is the same. */
  add(): () => void;
  /** Nobody looks any more, and nobody is waited for. */
  close(): void;
}

/** `onGone` is called when nobody has looked for `lingerMs`. */
export function createViewerCount(lingerMs: number, onGone: () => void): ViewerCount {
  let count = 0;
  let linger: NodeJS.Timeout | null = null;

  const stopLingering = () => {
    if (linger) clearTimeout(linger);
    linger = null;
  };
  const leave = () => {
    count -= 1;
    if (count > 0) return;
    stopLingering();
    linger = setTimeout(() => {
      linger = null;
      onGone();
    }, lingerMs);
  };

  return {
    get present() {
      return count > 0 || linger !== null;
    },
    get count() {
      return count;
    },
    add() {
      count += 1;
      stopLingering();
      let inside = true;
      return () => {
        if (inside) leave();
        inside = false;
      };
    },
    close: stopLingering,
  };
}
