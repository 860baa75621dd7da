/** The lists of cases: their ✅ become live, with what the text says as their fallback. */
import { tickIcon } from './emoji.ts';

const item = /<li>(✅ )?(Caso (\d):)/g;

export function markCases(html: string): string {
  return html.replace(item, (_whole, tick: string | undefined, words: string, number: string) => {
    const told = tick !== undefined;
    return `<li data-case-item="caso-${number}" data-told="${told}"><span class="tick"${told ? '' : ' hidden'}>${tickIcon}</span>${words}`;
  });
}
