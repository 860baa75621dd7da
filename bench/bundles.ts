/** What the built page weighs, compressed: what its HTML asks for by itself, and what comes later. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from '../server/base/project-folder.ts';
import type { Figure } from './figure.ts';

const client = join(projectFolder(), 'dist/client');

const gzipKilobytes = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length / 1000;

const sum = (paths: readonly string[]): number =>
  paths.reduce((total, path) => total + gzipKilobytes(join(client, path)), 0);

/** Scripts, styles and preloads that index.html names, without the slash that they begin with. */
function namedIn(html: string): readonly string[] {
  return [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/([^"]+\.(?:js|css))"/g)].flatMap(
    ([, path]) => path ?? [],
  );
}

export function measureBundles(): readonly Figure[] {
  const first = namedIn(readFileSync(join(client, 'index.html'), 'utf8'));
  const built = readdirSync(join(client, 'assets')).map((name) => `assets/${name}`);
  const later = built.filter((path) => /\.(js|css)$/.test(path) && !first.includes(path));
  // xterm.js is in a piece that the instructor's page has too, and which is called after its first file.
  const terminals = later.filter((path) => /\/(?:workbench|themes)-/.test(path));
  const figure = (what: string, paths: readonly string[], aim: number | null = null): Figure => ({
    what,
    unit: 'kB',
    samples: [sum(paths)],
    aim,
  });
  return [
    figure('JS y CSS hasta la primera diapositiva (gzip)', first, 90),
    figure('HTML con todas las diapositivas (gzip)', ['index.html']),
    figure('después: JS y CSS de los terminales (gzip)', terminals),
    figure(
      'después: el resto de JS y CSS (gzip)',
      later.filter((path) => !terminals.includes(path)),
    ),
  ];
}
