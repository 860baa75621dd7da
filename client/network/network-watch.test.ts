import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkWatch, type Watched } from './network-watch.ts';

/** As much of a browser as the watch hears. */
class Page extends EventTarget {
  hidden = false;
}

const socket = (suspect = () => false) => ({
  look: vi.fn(suspect),
  ask: vi.fn(),
  askOnce: vi.fn(),
  retry: vi.fn(),
});

describe('the watch over the page’s websockets', () => {
  let [window, document] = [new Page(), new Page()];
  const watched: { watch: NetworkWatch; sockets: Watched[] }[] = [];
  const watchOver = (...sockets: Watched[]) => {
    const watch = new NetworkWatch();
    for (const each of sockets) watch.add(each);
    watched.push({ watch, sockets });
    return watch;
  };
  beforeEach(() => {
    vi.useFakeTimers();
    [window, document] = [new Page(), new Page()];
    vi.stubGlobal('window', window);
    vi.stubGlobal('document', document);
  });
  afterEach(() => {
    for (const { watch, sockets } of watched.splice(0)) for (const each of sockets) watch.remove(each);
    expect(vi.getTimerCount()).toBe(0);
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('looks at each twice a second, and asks nothing of its own', () => {
    const one = socket();
    watchOver(one);
    vi.advanceTimersByTime(3000);
    expect(one.look).toHaveBeenCalledTimes(6);
    expect(one.ask).not.toHaveBeenCalled();
    expect(one.askOnce).not.toHaveBeenCalled();
  });

  it('has all ask once one of them has had no answer for too long', () => {
    const [silent, other] = [socket(() => true), socket()];
    watchOver(other, silent);
    vi.advanceTimersByTime(500);
    expect(other.askOnce).toHaveBeenCalledOnce();
  });

  it.each(['online', 'pageshow', 'visibilitychange'])('has all ask anew, and try again, on %s', (event) => {
    const [one, two] = [socket(), socket()];
    watchOver(one, two);
    (event === 'visibilitychange' ? document : window).dispatchEvent(new Event(event));
    for (const each of [one, two]) {
      expect(each.ask).toHaveBeenCalledOnce();
      expect(each.retry).toHaveBeenCalledOnce();
    }
  });

  it('asks nobody when the page is hidden', () => {
    const one = socket();
    watchOver(one);
    document.hidden = true;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(one.ask).not.toHaveBeenCalled();
  });

  it('after a sleep of the machine asks anew instead of counting the time that passed', () => {
    const one = socket(() => true);
    watchOver(one);
    vi.setSystemTime(Date.now() + 60_000);
    vi.advanceTimersByTime(500);
    expect(one.look).not.toHaveBeenCalled();
    expect(one.ask).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(500);
    expect(one.look).toHaveBeenCalledOnce();
  });

  it('has the others try at once when one has reached the server', () => {
    const [one, two] = [socket(), socket()];
    watchOver(one, two).reached(one);
    expect(one.retry).not.toHaveBeenCalled();
    expect(two.retry).toHaveBeenCalledOnce();
  });
});
