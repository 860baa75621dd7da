/** Sentences that change while they are read. */

const said = new WeakMap<Element, string>();

/** Commands, events, settings and programs, addresses, nodes: the same in every language. */
const sameEverywhere =
  /\b[A-Z]{4,}(?: [A-Z]{3,})*(?: cursoredis)?\b|(?<![\w-])[+-][a-z]{4,}(?:-[a-z]+)*|\b[a-z]+(?:-[a-z]+)+\b|\b\d+(?:\.\d+){3}(?::\d+)?|\b(?:replica[12]|cursoredis)\b/g;

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

/**
 * Writes a sentence where it is not what was written there last: each write to a live region may be read aloud, and what stands
 * there may be a browser's translation of it, in elements of its own.
 */
export function say(element: Element, text: string): void {
  if ((said.get(element) ?? element.textContent) === text) return;
  said.set(element, text);
  element.replaceChildren(...piecesOf(text).map((piece) => (piece.fixed ? fixed(piece.text) : piece.text)));
}
