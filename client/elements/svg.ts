/** SVG elements, made once for each key and then only changed: what did not change is not touched. */
const space = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(space, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Writes the attributes that are different. */
export function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Draws a text narrower where it would be wider than its place: whoever reads may have set letters apart (WCAG 1.4.12). */
export function fitWithin(element: SVGTextElement, width: number): void {
  element.removeAttribute('textLength');
  if (element.textContent === '' || element.getComputedTextLength() <= width) return;
  set(element, { textLength: width, lengthAdjust: 'spacingAndGlyphs' });
}

/** Keeps one child of `parent` per item. */
export function createKeyed<T extends { readonly key: string }, E extends Element>(
  parent: Element,
  make: (item: T) => E,
  update: (element: E, item: T) => void,
): (items: readonly T[]) => void {
  const known = new Map<string, E>();
  return (items) => {
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, element] of known) {
      if (keys.has(key)) continue;
      element.remove();
      known.delete(key);
    }
    for (const item of items) {
      const element = known.get(item.key) ?? make(item);
      if (!known.has(item.key)) {
        known.set(item.key, element);
        parent.append(element);
      }
      update(element, item);
    }
  };
}
