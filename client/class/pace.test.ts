import { describe, expect, it } from 'vitest';
import type { Membership, Pace } from '../../protocol/membership.ts';
import { createPaceFollower } from './pace.ts';

const slides = ['portada', 'caso-1', 'caso-1/1', 'caso-1/2', 'caso-2'];

const member = (pace: Pace): Membership => ({
  name: 'Los lunes',
  alias: 'Ana',
  pace,
  hand: null,
  consent: null,
  before: 0,
  done: false,
  message: null,
  watched: [],
});

/** A deck of five slides that tells its follower of each move, as the page's does. */
function deckAt(start: string) {
  let at = start;
  const follower = createPaceFollower(
    {
      address: () => at,
      go: (address) => {
        at = address;
        follower.moved();
      },
      isAfter: (one, other) => slides.indexOf(one) > slides.indexOf(other),
    },
    () => undefined,
  );
  const open = (address: string) => {
    at = address;
    follower.moved();
  };
  return { follower, open, at: () => at };
}

describe('the pace of a class', () => {
  it('takes the slides along, until the learner turns a page, and again when they come back', () => {
    const { follower, open, at } = deckAt('portada');
    follower.update(member({ mode: 'together', slide: 'caso-1' }));
    expect([at(), follower.following]).toEqual(['caso-1', 'together']);
    follower.update(member({ mode: 'together', slide: 'caso-1/1' }));
    expect(at()).toBe('caso-1/1');
    open('caso-2');
    expect(follower.following).toBe('away');
    follower.update(member({ mode: 'together', slide: 'caso-1/2' }));
    expect([at(), follower.following]).toEqual(['caso-2', 'away']);
    follower.rejoin();
    expect([at(), follower.following]).toEqual(['caso-1/2', 'together']);
    follower.update(null);
    expect([at(), follower.following]).toEqual(['caso-1/2', 'free']);
  });

  it('holds who goes beyond where the class waits, and lets them go on who want to', () => {
    const { follower, open, at } = deckAt('portada');
    follower.update(member({ mode: 'until', slide: 'caso-1/1' }));
    open('caso-1');
    expect([at(), follower.following]).toEqual(['caso-1', 'until']);
    open('caso-2');
    expect([at(), follower.following]).toEqual(['caso-1/1', 'held']);
    follower.goOn();
    expect([at(), follower.following]).toEqual(['caso-2', 'until']);
    open('caso-1/2');
    expect(at()).toBe('caso-1/2');
  });

  it('is free from the moment at which the instructor says so', () => {
    const { follower, open, at } = deckAt('portada');
    follower.update(member({ mode: 'until', slide: 'portada' }));
    open('caso-1');
    expect(follower.following).toBe('held');
    follower.update(member({ mode: 'free' }));
    open('caso-2');
    expect([at(), follower.following]).toEqual(['caso-2', 'free']);
  });
});
