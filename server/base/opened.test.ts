import { expect, it } from 'vitest';
import { openTogether } from './opened.ts';

const named = (name: string, stopped: string[]) => ({ name, stop: () => void stopped.push(name) });

it('stops what was kept, last opened first, once', () => {
  const stopped: string[] = [];
  const { opened, stop } = openTogether((keep) =>
    ['one', 'two'].map((name) => keep(named(name, stopped)).name),
  );
  expect([opened, stopped]).toEqual([['one', 'two'], []]);
  stop();
  stop();
  expect(stopped).toEqual(['two', 'one']);
});

it('stops what was opened before that which could not be', () => {
  const stopped: string[] = [];
  const open = () =>
    openTogether((keep) => {
      keep(named('one', stopped));
      throw new RangeError('no two');
    });
  expect(open).toThrow(new RangeError('no two'));
  expect(stopped).toEqual(['one']);
});
