/**
 * The slides of the open case follow the learner's cluster: where Redis gave the parts of the text to other nodes, names,
 * addresses, prompts and ▶ say and use those, marked as adapted. Other slides read as they were written.
 */

import type { LabView } from '../../protocol/lab.ts';
import type { NodeAddress } from '../../protocol/names.ts';
import { applyRoles, type RoleMapping } from '../../protocol/role-mapping.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { say } from './say.ts';

/** What a button runs, copies and is called by. */
const liveAttributes = ['data-run', 'data-command', 'data-copy', 'title', 'aria-label'] as const;

interface Written {
  readonly text: string;
  readonly attributes: ReadonlyMap<string, string>;
}

function write(element: Element, attribute: string, value: string): void {
  if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
}

/** `maestro hace de replica2`: whom the learner finds in place of whom the text names. */
function adaptation(roles: RoleMapping, hosts: readonly NodeAddress[]): string {
  const changed = hosts.filter(({ name }) => roles[name] !== name);
  const parts = changed.map(({ name }) => `donde el curso dice ${name}, aquí es ${roles[name]}`);
  return parts.length === 0 ? '' : `Adaptado a tu clúster: ${parts.join('; ')}.`;
}

/** The node that is master now, when there is exactly one. */
function currentMaster({ nodes }: LabView): string {
  const masters = nodes.filter(({ redis }) => redis.up && redis.role === 'master');
  return masters.length === 1 ? ` Tu maestro actual es ${masters[0]?.name}.` : '';
}

export interface Live {
  update(snapshot: LabSnapshot): void;
  /** A slide's attribute as it must be read now. */
  said(slide: HTMLElement, text: string | undefined): string | undefined;
}

export function createLive(root: ParentNode, onResize: () => void): Live {
  const written = new WeakMap<Element, Written>();
  let lab: LabView | undefined;
  let shown = '';

  const isLive = (slide: HTMLElement) =>
    lab !== undefined && slide.dataset['case'] === lab.case && slide.dataset['live'] !== 'off';

  const original = (element: Element): Written => {
    const known = written.get(element);
    if (known) return known;
    const attributes = liveAttributes.flatMap((name) => {
      const value = element.getAttribute(name);
      return value === null ? [] : [[name, value] as const];
    });
    const fresh = { text: element.textContent ?? '', attributes: new Map(attributes) };
    written.set(element, fresh);
    return fresh;
  };

  const speakIn = (slide: HTMLElement, speak: (text: string) => string) => {
    for (const element of slide.querySelectorAll('[data-live]')) {
      const { text } = original(element);
      const now = speak(text);
      if (element.textContent !== now) element.textContent = now;
      element.toggleAttribute('data-adapted', now !== text);
    }
    for (const button of slide.querySelectorAll('[data-run], .command [data-copy]')) {
      for (const [name, value] of original(button).attributes) write(button, name, speak(value));
    }
  };

  const note = (slide: HTMLElement, name: string, text: string) => {
    const place = slide.querySelector<HTMLElement>(`[data-note="${name}"]`);
    if (!place) return;
    say(place, text);
    place.hidden = text === '';
  };

  return {
    update(snapshot) {
      lab = snapshot.lab;
      if (!lab) return;
      const { cast: roles, nodes: hosts, deadEnd, demonstration } = lab;
      const adapted = adaptation(roles, hosts);
      const state = JSON.stringify([lab.case, roles, adapted && currentMaster(lab), deadEnd, demonstration]);
      if (state === shown) return;
      shown = state;
      const master = currentMaster(lab);
      for (const slide of root.querySelectorAll<HTMLElement>('section[data-case]')) {
        const live = isLive(slide);
        const current = slide.dataset['case'] === lab.case;
        speakIn(slide, live ? (text) => applyRoles(text, roles, hosts) : (text) => text);
        note(slide, 'adapted', live && adapted ? adapted + master : '');
        note(slide, 'dead-end', current ? (deadEnd ?? '') : '');
        note(
          slide,
          'demonstration',
          current && demonstration
            ? 'Demostración: lo que se cumpla aquí no cuenta en tu progreso. Para hacerlo tú, prepara este caso.'
            : '',
        );
      }
      onResize();
    },
    said: (slide, text) =>
      text !== undefined && lab && isLive(slide) ? applyRoles(text, lab.cast, lab.nodes) : text,
  };
}
