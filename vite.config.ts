import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressPlugin } from './client/build/compress-plugin.ts';
import { slidesPlugin } from './client/build/slides-plugin.ts';
import { cases } from './labs/cases/index.ts';
import { nodes } from './labs/cluster.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('client'),
  plugins: [slidesPlugin({ folder: here('slides'), hosts: nodes, cases }), compressPlugin()],
  build: {
    outDir: here('dist/client'),
    rolldownOptions: { input: { index: here('client/index.html'), profesor: here('client/profesor.html') } },
    emptyOutDir: true,
    // Small fonts as data: URLs would need `font-src data:` in the CSP.
    assetsInlineLimit: 0,
    // The terminals' chunk, kB: it comes after the first slide, and xterm.js with its addons is most of it.
    chunkSizeWarningLimit: 600,
    // The preload helper's polyfill is an inline script in effect; every browser with modules of this age has it.
    modulePreload: { polyfill: false },
  },
});
