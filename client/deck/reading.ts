/** A page enlarged to 400 %, or a telephone, is one column that scrolls: theme/small.css has the same condition. */
const small = '(max-width: 480px), (max-width: 899px) and (max-height: 400px)';

const scrolling = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', ' ', 'Home', 'End']);

export const isReading = (): boolean => matchMedia(small).matches;

/** Whether a key scrolls the page there, and moves the deck elsewhere. */
export const scrollsPage = (key: string): boolean => scrolling.has(key) && isReading();
