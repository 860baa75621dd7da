/** Holds the slides against the cases, before anything is rendered: what they name must be there, and every check must stand on one slide. */
import { hostNames, programNames } from '../../protocol/names.ts';
import type { NamedCheck } from './render-checks.ts';
import type { ChapterFile } from './render-deck.ts';
import { figureLine, figureNames } from './render-figures.ts';

/** What the slides may name of a case. */
export interface NamedCase {
  readonly id: string;
  readonly checks: readonly NamedCheck[];
}

/** Each fault with its file and line, as editors and terminals make links of. */
export class SlidesInvalid extends Error {
  override readonly name = 'SlidesInvalid';
  /** Where this code stands is of no use to who writes slides. */
  override readonly stack = '';
  constructor(readonly faults: readonly string[]) {
    super(`Las diapositivas no se pueden construir:\n${faults.join('\n')}`);
  }
}

interface Place {
  readonly file: string;
  readonly line: number;
}

const slideLine = /^<!--\s*\.slide:\s*(.*?)\s*-->$/;
/** As the course writes a prompt: `(cliente) >`, `redis-cli (maestro) >`. */
const prompt = /^(?:(\S+) )?\(([^)\s]+)\) > ?\S/;

function attribute(attributes: string, name: string): string[] {
  return (new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? '').split(/\s+/).filter(Boolean);
}

const among = (names: readonly string[]): string => names.join(', ');

class Inspection {
  readonly faults: string[] = [];
  readonly #cases: readonly NamedCase[];
  readonly #shown = new Map<string, Place>();

  constructor(cases: readonly NamedCase[]) {
    this.#cases = cases;
  }

  slide(attributes: string, place: Place): void {
    const [caseId] = attribute(attributes, 'data-case');
    const known = this.#cases.find(({ id }) => id === caseId);
    if (caseId !== undefined && !known)
      this.#fault(
        place,
        `no hay ningún caso «${caseId}»: los casos son ${among(this.#cases.map(({ id }) => id))}`,
      );
    for (const check of attribute(attributes, 'data-checks')) this.#check(check, known, place);
    for (const terminal of attribute(attributes, 'data-terminals')) this.#terminal(terminal, place);
  }

  figure(name: string, place: Place): void {
    if (!figureNames.includes(name))
      this.#fault(place, `no hay ninguna figura «${name}»: las figuras son ${among(figureNames)}`);
  }

  /** A line of a fence, which may be a command of a node. */
  line(text: string, place: Place): void {
    const [, program, node] = prompt.exec(text) ?? [];
    if (node !== undefined) this.#terminal(`${program ?? 'shell'}@${node}`, place);
  }

  /** Once all slides were seen. */
  end(): void {
    for (const { id, checks } of this.#cases)
      for (const check of checks.filter((each) => !this.#shown.has(each.id)))
        this.faults.push(`labs/cases/${id}.ts: la comprobación «${check.id}» no está en ninguna diapositiva`);
  }

  #check(id: string, of: NamedCase | undefined, place: Place): void {
    const before = this.#shown.get(id);
    if (!of?.checks.some((check) => check.id === id))
      this.#fault(
        place,
        `«${id}» no es una comprobación ${of ? `del ${of.id}: son ${among(of.checks.map((check) => check.id))}` : 'de esta diapositiva, que no es de ningún caso'}`,
      );
    else if (before) this.#fault(place, `«${id}» ya está en ${before.file}:${before.line}`);
    this.#shown.set(id, place);
  }

  #terminal(session: string, place: Place): void {
    const [program, node] = session.split('@');
    if (!hostNames.some((name) => name === node))
      this.#fault(place, `no hay ningún nodo «${node}» para «${session}»: los nodos son ${among(hostNames)}`);
    else if (!programNames.some((name) => name === program))
      this.#fault(place, `no hay ningún programa «${program}» para «${session}»: son ${among(programNames)}`);
  }

  #fault({ file, line }: Place, what: string): void {
    this.faults.push(`${file}:${line}: ${what}`);
  }
}

/** @throws SlidesInvalid */
export function checkSlides(files: readonly ChapterFile[], cases: readonly NamedCase[]): void {
  const inspection = new Inspection(cases);
  for (const { name, text } of files) {
    let inFence = false;
    for (const [index, row] of text.split('\n').entries()) {
      const place = { file: `slides/${name}`, line: index + 1 };
      const attributes = slideLine.exec(row.trim())?.[1];
      if (attributes !== undefined) inspection.slide(attributes, place);
      const figure = figureLine.exec(row.trim())?.[1];
      if (figure !== undefined) inspection.figure(figure, place);
      if (row.startsWith('```')) inFence = !inFence;
      else if (inFence) inspection.line(row, place);
    }
  }
  inspection.end();
  if (inspection.faults.length > 0) throw new SlidesInvalid(inspection.faults);
}
