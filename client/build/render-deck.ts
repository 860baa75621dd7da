/** Reveal Markdown to the HTML of the deck, with Reveal's own Markdown dialect, while the page is built. */
import Markdown from 'reveal.js/plugin/markdown';
import { glossary, tooltipId } from '../deck/glossary.ts';
import { type NamedHost, namesOf } from '../deck/hosts.ts';
import { markCases } from './case-list.ts';
import { checkSlides, type NamedCase } from './check-slides.ts';
import { drawEmoji } from './emoji.ts';
import { escapeHtml } from './html.ts';
import { caseNotes, renderChecks } from './render-checks.ts';
import { renderFence, renderName } from './render-fence.ts';
import { drawFigures } from './render-figures.ts';
import { renderNetwork } from './render-network.ts';

export interface ChapterFile {
  /** `11-caso-1.md`: the number orders the chapters, the rest is the chapter's id in links. */
  readonly name: string;
  readonly text: string;
}

/** What the slides name: the build is told, for the page must not know the cases' answers. */
export interface NamedCourse {
  readonly hosts: readonly NamedHost[];
  readonly cases: readonly NamedCase[];
}

interface Dialect {
  slidify(markdown: string): string;
  parse(markdown: string): string;
}

const separators = {
  separator: '^------$',
  verticalSeparator: '^\\^\\^\\^\\^\\^\\^$',
  // Anchored: unanchored, it also matches inside a sentence and shows the note on the slide.
  notesSeparator: '^notes:',
};

/** Reveal's plugin asks its deck for two things; none of them needs a browser as long as there is no slide yet. */
async function openDialect(hosts: readonly NamedHost[]): Promise<Dialect> {
  const names = namesOf(hosts);
  const plugin = Markdown();
  const renderer = {
    code: ({ text }: { text: string }) => renderFence(text, names),
    codespan: ({ text }: { text: string }) => renderName(text, hosts),
  };
  const deck: object = {
    getConfig: () => ({ markdown: { renderer } }),
    getRevealElement: () => ({ querySelectorAll: () => [] }),
  };
  await Reflect.apply(plugin.init ?? (() => undefined), plugin, [deck]);
  const { marked } = plugin;
  if (!marked) throw new Error('Reveal’s Markdown plugin did not start');
  return {
    slidify: (text) => plugin.slidify(text, separators),
    parse: (text) => String(marked.parse(text)),
  };
}

/** What `slidify` made of a file: chapters, and in each the Markdown of its slides. */
function chaptersOf(html: string): string[][] {
  const chapters: string[][] = [];
  let inStack = false;
  const pieces =
    /<section [^>]*data-markdown><script type="text\/template">([\s\S]*?)<\/script><\/section>|<section >|<\/section>/g;
  for (const [piece, slide] of html.matchAll(pieces)) {
    if (slide === undefined) {
      inStack = piece !== '</section>';
      if (inStack) chapters.push([]);
    } else if (inStack) chapters.at(-1)?.push(slide);
    else chapters.push([slide]);
  }
  return chapters;
}

const slideAttributes = /<!--\s*\.slide:\s*(.*?)\s*-->/;

/** The page's first-level heading is in its toolbar; a slide's title is always the next one, as no level may be skipped. */
function asSecondLevel(html: string): string {
  return html.replace(/<(\/?)h[1-6]>/g, '<$1h2>');
}

/** The course calls ten slides the same: that becomes the chapter's line, over what the slide itself is about. */
function underOwnTitle(html: string, attributes: string): string {
  const title = /data-title="([^"]*)"/.exec(attributes)?.[1];
  if (title === undefined) return html;
  return html.replace(
    /<h2>([\s\S]*?)<\/h2>/,
    (_all, line: string) => `<p class="slide-line">${line}</p>\n<h2>${escapeHtml(title)}</h2>`,
  );
}

/** A chapter's list of cases and the first step after it: where a learner who comes by a link prepares the case. */
const openingSlides = 2;

interface SlidePlace {
  readonly index: number;
  readonly isLast: boolean;
}

function renderSlide(
  markdown: string,
  { index, isLast }: SlidePlace,
  dialect: Dialect,
  course: NamedCourse,
): string {
  const attributes = slideAttributes.exec(markdown)?.[1] ?? '';
  const ids = /data-checks="([^"]*)"/.exec(attributes)?.[1]?.split(/\s+/).filter(Boolean) ?? [];
  const known = course.cases.flatMap(({ checks }) => checks);
  const checks = ids.flatMap((id) => known.find((check) => check.id === id) ?? []);
  const opensCase = index < openingSlides && attributes.includes('data-case=');
  const network = attributes.includes('data-network') ? renderNetwork(course.hosts) : '';
  const html = dialect.parse(markdown.replace(slideAttributes, ''));
  const body = drawFigures(drawEmoji(markCases(underOwnTitle(asSecondLevel(html), attributes))));
  const caseId = /data-case="([^"]*)"/.exec(attributes)?.[1];
  const notes = caseId === undefined ? '' : caseNotes;
  const end = caseId !== undefined && isLast ? `<div data-case-end="${caseId}"></div>` : '';
  return `<section ${attributes}>\n<div class="slide-body">${body.trim()}</div>${end}${notes}${renderChecks(checks, opensCase, network)}</section>`;
}

/** @throws SlidesInvalid */
export async function renderDeck(files: readonly ChapterFile[], course: NamedCourse): Promise<string> {
  checkSlides(files, course.cases);
  const dialect = await openDialect(course.hosts);
  const ordered = files.toSorted((a, b) => a.name.localeCompare(b.name));
  return ordered
    .flatMap((file) => {
      const id = file.name.replace(/^\d+-/, '').replace(/\.md$/, '');
      return chaptersOf(dialect.slidify(file.text)).map((slides, index) => {
        const own = index === 0 ? id : `${id}-${index + 1}`;
        return `<section id="${own}">\n${slides.map((slide, index) => renderSlide(slide, { index, isLast: index === slides.length - 1 }, dialect, course)).join('\n')}\n</section>`;
      });
    })
    .join('\n');
}

/** One tooltip for each event, shared by all its mentions. */
export function renderTooltips(): string {
  return Object.entries(glossary)
    .map(
      ([event, meaning]) =>
        `<div id="${tooltipId(event)}" class="tooltip" role="tooltip" popover="manual"><code translate="no">${escapeHtml(event)}</code> ${escapeHtml(meaning)}</div>`,
    )
    .join('\n');
}
