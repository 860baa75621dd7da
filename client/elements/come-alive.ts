/** An element that was drawn before its code had come answers from now on: see before-paint.js, which kept what was pressed. */
export function comeAlive(element: HTMLElement): void {
  element.dataset['alive'] = '';
  element.dispatchEvent(new Event('alive', { bubbles: true }));
}
