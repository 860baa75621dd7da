import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedCase } from './check-slides.ts';
import { type ChapterFile, renderDeck } from './render-deck.ts';
import { readChapters } from './slides-plugin.ts';

const folder = fileURLToPath(new URL('../../slides/', import.meta.url));
const fixture = readFileSync(new URL('../deck/fixtures/curso.txt', import.meta.url), 'utf8');
const hosts = [
  { name: 'maestro', address: '192.168.157.144', sentinelId: 'b7e03c1ddaca2b28a496a6e585c02340ed1e25ff' },
];
/** The command the text of case 5 asks for and does not write; the only addition to the 32 slides. */
const addition = '```redis-cli\nredis-cli (replica2) > SHUTDOWN\nnot connected>\n```';

const normal = (text: string) => text.replace(/\s+/g, ' ').trim();
const isOfTheFive = (check: string) => /^caso-[1-5]\//.test(check);
const slidesOf = (text: string) => text.split(/^\^{6}\s*$/m);

describe('the 32 slides of the course', () => {
  it('stand in slides/ word for word, in order', async () => {
    const chapters = (await readChapters(folder)).filter(({ name }) => /^1\d-caso-\d\.md$/.test(name));
    const ours = chapters
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap(({ text }) => slidesOf(text))
      .map((slide) => slide.replace(/<!--.*?-->/s, ''));
    const theirs = slidesOf(fixture);
    expect(theirs).toHaveLength(32);
    expect(ours).toHaveLength(32);
    for (const [index, text] of theirs.entries()) {
      const slide = ours[index] ?? '';
      // Notes of our own come after the text; the course has one of its own, which is text.
      const [body = ''] = text.includes('notes:') ? [slide] : slide.split(/^notes:/m);
      const own = text.includes('SHUTDOWN') ? body : body.replace(addition, '');
      expect(normal(own), `slide ${index}`).toBe(normal(text));
    }
  });
});

/** The cases as the slides name them: the build has the real ones, which the page's own code must not know. */
function casesIn(files: readonly ChapterFile[]): NamedCase[] {
  const slides = files.flatMap(({ text }) => text.match(/<!-- \.slide: .*data-case=.*-->/g) ?? []);
  const checks = slides.flatMap((slide) => /data-checks="([^"]*)"/.exec(slide)?.[1]?.split(' ') ?? []);
  const ids = new Set(slides.map((slide) => /data-case="([^"]*)"/.exec(slide)?.[1] ?? ''));
  return [...ids].map((id) => ({
    id,
    checks: checks
      .filter((check) => check.startsWith(`${id}/`))
      .map((check) => ({ id: check, title: check })),
  }));
}

describe('the deck', () => {
  let html = '';
  beforeAll(async () => {
    const files = await readChapters(folder);
    html = await renderDeck(files, { hosts, cases: casesIn(files) });
  });

  it('has a chapter for each case, with an id that links to it', () => {
    const ids = [...html.matchAll(/<section id="([^"]+)">/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'portada',
      'que-es-sentinel',
      'tu-laboratorio',
      'caso-1',
      'caso-2',
      'caso-3',
      'caso-4',
      'caso-5',
      'lo-demostrado',
      'para-ir-mas-lejos',
      'caso-6',
      'caso-7',
      'caso-8',
    ]);
  });

  it('has a title of its own under the course’s line where a slide says so', () => {
    expect(html).toContain('Probando la configuración: Caso 2</p>\n<h2>Tiramos el maestro</h2>');
  });

  it('says on every slide of a case which case it is', () => {
    const chapter = html.split('<section id="caso-3">')[1]?.split('<section id=')[0] ?? '';
    const slides = [...chapter.matchAll(/<section ([^>]*)>/g)];
    expect(slides).toHaveLength(5);
    expect(slides.every(([, attributes]) => attributes?.includes('data-case="caso-3"'))).toBe(true);
  });

  it('shows each check once, on one slide', () => {
    const ids = [...html.matchAll(/data-check="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => isOfTheFive(id ?? ''))).toHaveLength(20);
  });

  it('keeps notes out of the text of the slides', () => {
    expect(html).not.toMatch(/<p>notes:/);
    expect(html.match(/<aside class="notes">/g)?.length).toBeGreaterThan(20);
  });

  it('names what ▶ does and where', () => {
    expect(html).toContain('aria-label="Ejecutar en replica1 (sentinel)"');
    const [course = ''] = html.split('<section id="para-ir-mas-lejos">');
    expect(course.match(/aria-label="Ejecutar en /g)).toHaveLength(26);
  });

  it('has no level of heading but the second, as the page has the first', () => {
    expect(new Set([...html.matchAll(/<h(\d)/g)].map(([, level]) => level))).toEqual(new Set(['2']));
  });
});
