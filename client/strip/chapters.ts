/** The deck as a list of tasks: which chapter has which steps, and on which slide each stands. Read once from the page. */
export interface Step {
  /** The check's id; in a chapter without checks, the case's. */
  readonly id: string;
  readonly title: string;
  /** What a screen reader says before the title: the number is only seen. */
  readonly spoken?: string;
  readonly href: string;
}

export interface ChapterTasks {
  readonly id: string;
  readonly name: string;
  readonly steps: readonly Step[];
}

const textOf = (element: Element | null): string => element?.textContent?.trim() ?? '';

function stepsIn(chapter: Element): readonly Step[] {
  return [...chapter.querySelectorAll(':scope > section')].flatMap((slide, place) =>
    [...slide.querySelectorAll<HTMLElement>('[data-check]')].map((check) => ({
      id: check.dataset['check'] ?? '',
      title: textOf(check.querySelector('.check-title')),
      href: `#/${chapter.id}/${place}`,
    })),
  );
}

export const caseName = (id: string): string => id.replace('caso-', 'Caso ');

export function chaptersOf(root: ParentNode): readonly ChapterTasks[] {
  return [...root.querySelectorAll('.slides > section')].map((chapter) => ({
    id: chapter.id,
    name: caseName(chapter.id),
    steps: stepsIn(chapter),
  }));
}

/** `Apagando el proceso Redis en el maestro`, as the course's own list has it. */
export const titleOfCase = (root: ParentNode, id: string): string | undefined =>
  textOf(root.querySelector(`[data-case-item="${id}"]`)).replace(/^.*?Caso \d+: /, '') || undefined;
