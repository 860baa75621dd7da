/** The instructor's pages by their addresses. */
import { caseName } from '../strip/chapters.ts';

export type TeachingPlace =
  | { readonly page: 'classes' }
  | { readonly page: 'board' | 'projector'; readonly id: string };

export function placeOf(pathname: string): TeachingPlace {
  const [, , kind, id, last] = pathname.split('/');
  if (kind !== 'clase' || !id) return { page: 'classes' };
  return { page: last === 'proyector' ? 'projector' : 'board', id: decodeURIComponent(id) };
}

export const boardPath = (id: string): string => `/profesor/clase/${encodeURIComponent(id)}`;
export const projectorPath = (id: string): string => `${boardPath(id)}/proyector`;

/** A slide's address as a person calls it: `caso-1/2` is the third of case 1. */
export function slideName(address: string): string {
  const [chapter = '', at] = address.split('/');
  if (chapter === '' || chapter === 'portada') return 'Portada';
  const name = /^caso-\d+$/.test(chapter) ? caseName(chapter) : chapter.replaceAll('-', ' ');
  return `${name}, ${Number(at ?? 0) + 1}`;
}
