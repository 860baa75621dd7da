import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('shows the application’s source as it is on the host, word for word', () => {
  const program = read('labs/node/contador.mjs');
  const shown = [...read('slides/33-caso-8.md').matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, code]) => code);
  expect(shown).toHaveLength(2);
  for (const code of shown) expect(program).toContain(code);
});
