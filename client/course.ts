import type { Deck } from './deck/deck.ts';
import type { ModeSwitch } from './frame/mode.ts';
import type { ThemeSwitch } from './frame/theme.ts';
export interface CourseOptions { deck: Deck; mode: ModeSwitch; theme: ThemeSwitch; host: HTMLElement; onLeave: () => void }
export function startCourse(_options: CourseOptions) { return { focusTerminals() {} }; }
