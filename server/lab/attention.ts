/** Who looks at a lab. After the last one has gone it still counts as looked at for a while. */
export interface Attention {
  /** Whether someone looks, or did a moment ago. */
  readonly present: boolean;
  /** How many look right now. */
  readonly watchers: number;
  /** Someone looks, until the result is called; once or more often is the same. */
  enter(): () => void;
  /** Nobody looks any more, and nobody is waited for. */
  close(): void;
}

/** `onGone` is called when nobody has looked for `lingerMs`. */
export function createAttention(lingerMs: number, onGone: () => void): Attention {
  let watchers = 0;
  let linger: NodeJS.Timeout | null = null;

  const stopLingering = () => {
    if (linger) clearTimeout(linger);
    linger = null;
  };
  const leave = () => {
    watchers -= 1;
    if (watchers > 0) return;
    stopLingering();
    linger = setTimeout(() => {
      linger = null;
      onGone();
    }, lingerMs);
  };

  return {
    get present() {
      return watchers > 0 || linger !== null;
    },
    get watchers() {
      return watchers;
    },
    enter() {
      watchers += 1;
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
