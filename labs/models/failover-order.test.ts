import { expect, it } from 'vitest';
import { failoverOrder, outOfOrder } from './failover-order.ts';

it('what a leader says in its order, with other things between, is in order', () => {
  expect(outOfOrder(failoverOrder.flatMap((name) => [name, '+slave']))).toEqual([]);
});

it('names what is missing, and what came too soon', () => {
  const swapped = failoverOrder.map((name) =>
    name === '+selected-slave' ? '+promoted-slave' : name === '+promoted-slave' ? '+selected-slave' : name,
  );
  expect(outOfOrder(swapped)).not.toEqual([]);
  expect(outOfOrder(failoverOrder.filter((name) => name !== '+elected-leader'))).toEqual(['+elected-leader']);
});
