/** @jsxRuntime automatic @jsxImportSource preact */
/** Components on a page that a browser may translate. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say } from './say.ts';

/** A sentence that is read aloud when it changes, and that a browser may have translated: see `say`. */
export function Said(props: { readonly text: string; readonly class: string }) {
  const { text } = props;
  const element = useRef<HTMLParagraphElement>(null);
  const [first] = useState(text);
  useLayoutEffect(() => {
    if (element.current) say(element.current, text);
  }, [text]);
  return (
    <p ref={element} class={props.class} aria-live="polite">
      {first}
    </p>
  );
}

/**
 * For what is names and states, and for what Preact writes again and again: a translator puts elements of its own in the place of a text. The attribute is for the page as it is built,
 * before any script; the property, for an element made here: to the DOM it is a boolean, and `no` would be true.
 */
export const untranslated: Readonly<Record<string, unknown>> = {
  translate: 'no',
  ref: (element: HTMLElement | null): void => {
    if (element) element.translate = false;
  },
};
