/** The address of a slide: `#/caso-3/2` is the slide after two others of the chapter with that id. */
export interface Chapter {
  /** The id of the chapter's section. */
  readonly id: string;
  readonly slides: number;
}

export interface SlideAddress {
  readonly h: number;
  readonly v: number;
}

/** Also understands Reveal's own `#/3/2`. What does not exist leads to the nearest slide that does. */
export function placeOf(hash: string, chapters: readonly Chapter[]): SlideAddress | undefined {
  const [, id = '', slide = '0'] = /^#\/([^/]*)(?:\/(\d+))?$/.exec(hash) ?? [];
  if (id === '') return undefined;
  const named = chapters.findIndex((chapter) => chapter.id === decode(id));
  const h = named === -1 && /^\d+$/.test(id) ? Number(id) : named;
  const chapter = chapters[h];
  return chapter && { h, v: Math.min(Number(slide), chapter.slides - 1) };
}

export function hashOf(place: SlideAddress, chapters: readonly Chapter[]): string {
  const id = chapters[place.h]?.id ?? String(place.h);
  return place.v > 0 ? `#/${id}/${place.v}` : `#/${id}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
