/** Sentences that change while they are read. */

const said = new WeakMap<Element, string>();

/** `En el shell de maestro: particion cortar. Después espera.`: what is to be typed stands between the colon and the next clause. */
const typedIn = /(?<=(?:^|\. )En [^:.;\n]+: )(?:(?! y |[.,;](?: |$)|\.?$).)+/;
/** Elsewhere in a sentence: commands with their arguments, of which some are Spanish words. */
const commands =
  /particion (?:cortar|curar)|rc-service redis(?:-sentinel)? [a-z]+|(?<![A-Z] )\bSET [a-z]+ [a-z]+|INFO replication|\b[A-Z]{4,}(?: [A-Z]{3,}|-[A-Z]{2,})*(?: cursoredis)?\b|not connected>/;
const events = /(?<![\w-])[+-][a-z]{3,}(?:-[a-z]+)*/;
/** Settings, programs, flags and fields of INFO: `down-after-milliseconds`, `s_down`, `role:master`. */
const settings = /\b[a-z]+(?:[-_][a-z]+)+\b|\brole:[a-z]+\b|\bquorum\b/;
const addresses = /\b\d+(?:\.\d+){3}(?::\d+)?/;
/**
 * Hosts. Two are called by a Spanish word, which is a name where it stands alone. With an article, or where it says what a host is or
 * becomes, it is to be translated.
 */
const standsAlone =
  /(?<!\b(?:[Ee]l|[Dd]el|[Aa]l|[Uu]n|[Ss]u|[Tt]u|[Cc]ada|[Oo]tro|[Nn]ingún|nuevo|antiguo|solo|sin|como|por|cambio de|nadie es|(?<!que )ahora es|eligieran) )/;
const hosts = new RegExp(
  `\\b(?:[Rr]eplica[12]|cursoredis)\\b|${standsAlone.source}\\b(?:[Mm]aestro|[Cc]liente)\\b`,
);

/** The same in every language. */
const sameEverywhere = new RegExp(
  [typedIn, commands, events, settings, addresses, hosts].map(({ source }) => source).join('|'),
  'gm',
);

/** A sentence in pieces: what a translation may change, and what it must not. Pure. */
export function piecesOf(text: string): { readonly text: string; readonly fixed: boolean }[] {
  const pieces: { text: string; fixed: boolean }[] = [];
  let from = 0;
  for (const { 0: name, index } of text.matchAll(sameEverywhere)) {
    if (index > from) pieces.push({ text: text.slice(from, index), fixed: false });
    pieces.push({ text: name, fixed: true });
    from = index + name.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), fixed: false });
  return pieces;
}

/** A word that a translator leaves as it is. */
export function fixed(text: string): HTMLElement {
  const part = document.createElement('span');
  part.translate = false;
  part.textContent = text;
  return part;
}

/** What `say` wrote there last; what stands there may be a translation of it. */
export const lastSaid = (element: Element): string | undefined => said.get(element);

/**
 * Writes a sentence where it is not what was written there last: each write to a live region may be read aloud, and what stands
 * there may be a browser's translation of it, in elements of its own.
 */
export function say(element: Element, text: string): void {
  const standsThere = said.get(element) ?? element.textContent;
  // Also where the page was built with that text: what a translator makes of it later is no other sentence.
  said.set(element, text);
  if (standsThere === text) return;
  element.replaceChildren(...piecesOf(text).map((piece) => (piece.fixed ? fixed(piece.text) : piece.text)));
}
