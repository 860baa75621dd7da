import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { onAll } from './lab-link.ts';
import { createPlaces, type Place } from './places.ts';

const host = { address: '127.0.0.1' };
const entry = { name: 'aula', hosts: { maestro: host, replica1: host, replica2: host, cliente: host } };
const nobody = () => Promise.reject(new Error('only asked whose it is'));

/** A lab of four machines, which say whose they are when they are let. */
function machines() {
  const waiting: ((answer: string | null) => void)[] = [];
  const each = () =>
    new Promise<string>((resolve, reject) =>
      waiting.push((answer) => (answer === null ? reject(new Error('off')) : resolve(answer))),
    ).then((id) => ({ maestro: id, replica1: id, replica2: id, cliente: id }));
  const place: Place = {
    entry,
    link: { each, use: nobody, hold: nobody },
    id: null,
    given: false,
    busy: false,
    restedAt: 0,
  };
  /** All that were asked answer that; null: they are off. */
  const answer = async (id: string | null) => {
    await turn();
    for (const tell of waiting.splice(0)) {
      tell(id);
      await turn();
    }
  };
  return { place, answer };
}

describe('a lab of machines', () => {
  it('that was off and is asked by two at once is the first one’s, and stays so', async () => {
    const { place, answer } = machines();
    const places = createPlaces([place], () => undefined);
    const loaded = places.ids();
    await answer(null);
    await loaded;
    const [eva, mar] = [places.take('eva'), places.take('mar').catch((error: Error) => error.name)];
    await answer('');
    expect(await eva).toBe(place);
    expect(await mar).toBe('NoLabFree');
    expect(await places.of('eva')).toBe(place);
  });

  it('that is given away while it is asked whose it is stays given', async () => {
    const { place, answer } = machines();
    const places = createPlaces([place], () => undefined);
    const loaded = places.ids();
    await answer('eva');
    await loaded;
    const still = places.has('eva');
    // Its marker is gone already, for it is being made for another.
    expect(await places.take('mar')).toBe(place);
    await answer('');
    expect(await still).toBe(false);
    expect(await places.of('mar')).toBe(place);
  });

  it('that says it is somebody else’s is theirs', async () => {
    const { place, answer } = machines();
    const places = createPlaces([place], () => undefined);
    const loaded = places.ids();
    await answer('eva');
    await loaded;
    const still = places.has('eva');
    await answer('mar');
    expect([await still, place.id]).toEqual([false, 'mar']);
  });

  it('is nobody’s to take while it is emptied, and free after that', async () => {
    const { place, answer } = machines();
    const places = createPlaces([place], () => undefined);
    const loaded = places.ids();
    await answer('eva');
    await loaded;
    let emptied = () => {};
    const emptying = places.empty(place, () => new Promise<void>((resolve) => (emptied = resolve)));
    await expect(places.take('mar')).rejects.toMatchObject({ name: 'NoLabFree' });
    emptied();
    await emptying;
    expect(place).toMatchObject({ id: null, given: false });
    expect(await places.take('mar')).toBe(place);
  });

  it('that could not be emptied keeps its owner, and may be taken', async () => {
    const { place, answer } = machines();
    const places = createPlaces([place], () => undefined);
    const loaded = places.ids();
    await answer('eva');
    await loaded;
    await expect(places.empty(place, nobody)).rejects.toThrow();
    expect(place).toMatchObject({ id: 'eva', given: false });
  });
});

it('an order for four machines has failed once none of them is still at it', async () => {
  const done: string[] = [];
  const order = onAll(async (node) => {
    if (node === 'maestro') throw new Error('maestro no');
    await turn();
    done.push(node);
    return node;
  });
  await expect(order).rejects.toThrow('maestro no');
  expect(done).toEqual(['replica1', 'replica2', 'cliente']);
});
