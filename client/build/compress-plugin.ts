/** Writes each text of the page compressed beside it: in a class of thirty the network is the slow part. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this many bytes the headers weigh more than what is saved. */
const leastBytes = 1024;

async function compress(path: string): Promise<void> {
  const text = await readFile(path);
  if (text.length < leastBytes) return;
  await Promise.all([
    promisify(gzip)(text, { level: 9 }).then((bytes) => writeFile(`${path}.gz`, bytes)),
    promisify(brotliCompress)(text).then((bytes) => writeFile(`${path}.br`, bytes)),
  ]);
}

export function compressPlugin(): Plugin {
  return {
    name: 'course-compress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) return;
      const texts = Object.keys(bundle).filter((name) => /\.(?:js|css|html|svg)$/.test(name));
      await Promise.all(texts.map((name) => compress(join(dir, name))));
    },
  };
}
