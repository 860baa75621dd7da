import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Allocation, createAllocations } from './allocations.ts';
import { onAll } from './lab-link.ts';

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
  const allocation: Allocation = {
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
  return { allocation, answer };
}

/** The same, asked once: `first` is what its machines said. */
async function loaded(first: string | null) {
  const { allocation, answer } = machines();
  const allocations = createAllocations([allocation], () => undefined);
  const asked = allocations.ids();
  await answer(first);
  await asked;
  return { allocation, answer, allocations };
}

describe('a lab of machines', () => {
  it('that was off and is asked by two at once is the first one’s, and stays so', async () => {
    const { allocation, answer, allocations } = await loaded(null);
    const [eva, mar] = [allocations.take('eva'), allocations.take('mar').catch((error: Error) => error.name)];
    await answer('');
    expect(await eva).toBe(allocation);
    expect(await mar).toBe('NoLabFree');
    expect(await allocations.of('eva')).toBe(allocation);
  });

  it('that is given away while it is asked whose it is stays given', async () => {
    const { allocation, answer, allocations } = await loaded('eva');
    const still = allocations.has('eva');
    // Its marker is gone already, for it is being made for another.
    expect(await allocations.take('mar')).toBe(allocation);
    await answer('');
    expect(await still).toBe(false);
    expect(await allocations.of('mar')).toBe(allocation);
  });

  it('that says it is somebody else’s is theirs', async () => {
    const { allocation, answer, allocations } = await loaded('eva');
    const still = allocations.has('eva');
    await answer('mar');
    expect([await still, allocation.id]).toEqual([false, 'mar']);
  });

  it('is nobody’s to take while it is emptied, and free after that', async () => {
    const { allocation, allocations } = await loaded('eva');
    let emptied = () => {};
    const emptying = allocations.empty(allocation, () => new Promise<void>((resolve) => (emptied = resolve)));
    await expect(allocations.take('mar')).rejects.toMatchObject({ name: 'NoLabFree' });
    emptied();
    await emptying;
    expect(allocation).toMatchObject({ id: null, given: false });
    expect(await allocations.take('mar')).toBe(allocation);
  });

  it('that could not be emptied keeps its owner, and may be taken', async () => {
    const { allocation, allocations } = await loaded('eva');
    await expect(allocations.empty(allocation, nobody)).rejects.toThrow();
    expect(allocation).toMatchObject({ id: 'eva', given: false });
  });
});

it('a script for four machines has failed once none of them is still at it', async () => {
  const done: string[] = [];
  const script = onAll(async (node) => {
    if (node === 'maestro') throw new Error('maestro no');
    await turn();
    done.push(node);
    return node;
  });
  await expect(script).rejects.toThrow('maestro no');
  expect(done).toEqual(['replica1', 'replica2', 'cliente']);
});
