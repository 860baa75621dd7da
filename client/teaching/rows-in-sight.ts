/** Which rows of a long table are in sight: only those are drawn. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** In CSS pixels, as in board.css: by it the rows are found that are in sight. */
export const rowHeight = 56;
/** Drawn beyond those in sight, so that scrolling shows no gap. */
const beyond = 8;

/** Which rows are in sight of a scroller, of so many: only those are drawn, for 300 with 38 cells each take seconds. */
export function useRowsInSight(count: number) {
  const scroller = useRef<HTMLElement>(null);
  const [sight, setSight] = useState({ first: 0, last: 2 * beyond });
  const look = () => {
    if (!scroller.current) return;
    const { scrollTop, clientHeight } = scroller.current;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - beyond);
    const last = Math.ceil((scrollTop + clientHeight) / rowHeight) + beyond;
    if (first !== sight.first || last !== sight.last) setSight({ first, last });
  };
  useLayoutEffect(() => {
    look();
    const watching = new ResizeObserver(look);
    if (scroller.current) watching.observe(scroller.current);
    return () => watching.disconnect();
  });
  const last = Math.min(count, sight.last);
  return { scroller, look, first: Math.min(sight.first, last), last };
}
