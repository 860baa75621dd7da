import { describe, expect, it } from 'vitest';
import { detect } from './detection.ts';
import { isolate } from './isolation.ts';

describe('a silence', () => {
  const pings = [0.2, 0.5, 0.9];
  const silence = { downAfter: 5, quorum: 2, pings, lasts: Number.POSITIVE_INFINITY };

  it('without an end is a doubt for each Sentinel at its own time, and agreed with the second of them', () => {
    expect(detect(silence)).toEqual({ sdown: [5.2, 5.5, 5.9], odown: 5.5 });
  });

  it('shorter than down-after goes unnoticed', () => {
    expect(detect({ ...silence, lasts: 5 })).toEqual({ sdown: [null, null, null], odown: null });
  });

  it('that ends between the first doubt and the second is never agreed', () => {
    expect(detect({ ...silence, lasts: 5.4 })).toEqual({ sdown: [5.2, null, null], odown: null });
  });

  it('is agreed with the last one where the quorum asks for all', () => {
    expect(detect({ ...silence, quorum: 3 }).odown).toBe(5.9);
    expect(detect({ ...silence, quorum: 4 }).odown).toBeNull();
  });
});

describe('a master that is alone', () => {
  it('loses nothing where it is back before there is another', () => {
    expect(isolate({ cut: 6, maxLag: null }).lost).toBe(0);
  });

  it('takes writes until it is made a replica, and loses all of them', () => {
    expect(isolate({ cut: 20, maxLag: null })).toEqual({
      newMaster: 7,
      isMasterUntil: 30,
      acceptsUntil: 30,
      lost: 30,
    });
  });

  it('refuses writes soon where it needs a replica, and loses what came before', () => {
    expect(isolate({ cut: 20, maxLag: 3 })).toEqual({
      newMaster: 7,
      isMasterUntil: 30,
      acceptsUntil: 4,
      lost: 4,
    });
  });

  it('never comes to refuse in a cut that is shorter than the lag it allows', () => {
    expect(isolate({ cut: 2, maxLag: 3 })).toEqual({
      newMaster: null,
      isMasterUntil: Number.POSITIVE_INFINITY,
      acceptsUntil: Number.POSITIVE_INFINITY,
      lost: 0,
    });
  });
});
