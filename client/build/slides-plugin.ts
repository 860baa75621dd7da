/** Puts the deck, rendered from the course's Markdown, into the page. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { type ChapterFile, type NamedCourse, renderDeck, renderTooltips } from './render-deck.ts';

export async function readChapters(folder: string): Promise<ChapterFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d+-.+\.md$/.test(name));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}

export function slidesPlugin(options: NamedCourse & { readonly folder: string }): Plugin {
  return {
    name: 'course-slides',
    configureServer(server) {
      server.watcher.add(options.folder);
      // A chapter may be new or gone too. The page comes back to its slide, which its address says.
      server.watcher.on('all', (_event, file) => {
        if (file.startsWith(options.folder)) server.ws.send({ type: 'full-reload' });
      });
    },
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const deck = await renderDeck(await readChapters(options.folder), options);
        // Functions, because a `$` in the course's text would be a pattern in a replacement string.
        return html
          .replace('<!-- course:slides -->', () => deck)
          .replace('<!-- course:tooltips -->', () => renderTooltips());
      },
    },
  };
}
