/** What the page may load and run: its own files, and nothing inline but what is named here by its hash. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A script inside a string of a built file, as Reveal's speaker view writes it into its own window. */
const embeddedScript = /<script>([\s\S]*?)<\\?\/script>/g;

/** What JavaScript makes of the text between a string's delimiters. */
function unescapeString(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    '`': '`',
    "'": "'",
    '"': '"',
    '\\': '\\',
    $: '$',
    '/': '/',
  };
  return text.replace(/\\([\s\S])/g, (whole, character: string) => escapes[character] ?? whole);
}

async function embeddedScripts(clientFolder: string): Promise<string[]> {
  const assets = join(clientFolder, 'assets');
  // Without a built page there is nothing to allow.
  const names = (await readdir(assets).catch(() => [])).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(names.map((name) => readFile(join(assets, name), 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(embeddedScript)].map(([, script = '']) => unescapeString(script)),
  );
}

export async function contentSecurityPolicy(clientFolder: string) {
  const hashes = (await embeddedScripts(clientFolder)).map(
    (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", ...hashes],
      // Reveal and xterm.js set styles of elements as they work.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      frameSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  };
}
