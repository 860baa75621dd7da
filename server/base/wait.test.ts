import { expect, it } from 'vitest';
import { WaitExpired, waitFor } from './wait.ts';

it('a wait whose matter gets on is not over, until it has lasted longest', async () => {
  const began = performance.now();
  const passed = () => performance.now() - began;
  const wait = (progress: () => string, mostMs?: number) =>
    waitFor('nada', () => false, { deadlineMs: 200, everyMs: 10, progress, ...(mostMs && { mostMs }) })
      .catch((error: unknown) => error)
      .then((error) => ({ error, after: passed() }));
  const step = () => String(Math.floor(passed() / 50));
  const [still, slow, endless] = await Promise.all([
    wait(() => ''),
    wait(() => (passed() < 800 ? step() : 'done')),
    wait(step, 600),
  ]);
  expect(still.error).toBeInstanceOf(WaitExpired);
  expect(slow.after).toBeGreaterThan(800 + 200);
  expect(slow.error).toMatchObject({ message: 'Tras 0.2 s no ha ocurrido: nada.' });
  expect(endless.error).toMatchObject({ message: 'Tras 0.6 s no ha ocurrido: nada.' });
});
