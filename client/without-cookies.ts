/** The course in a browser that refuses cookies: its slides can be read, and what is missing is said, once and for good. */
import { setUpCommands } from './elements/commands.ts';
import { say } from './elements/say.ts';

const missing = 'Sin cookies no hay laboratorio';
const explained =
  'Este navegador no guarda las cookies de esta página, y sin ellas el curso no sabe qué laboratorio es el tuyo. Permítelas para esta dirección en los ajustes del navegador y recarga la página. Las diapositivas se leen igual.';

/** Nothing is asked of the server, now or later. */
export function explainMissingCookies(status: HTMLElement, host: HTMLElement): void {
  document.documentElement.dataset['lab'] = 'none';
  status.dataset['health'] = 'bad';
  say(status, missing);
  const text = document.createElement('p');
  text.className = 'no-lab';
  text.role = 'status';
  const reload = document.createElement('button');
  reload.type = 'button';
  reload.textContent = 'Recargar la página';
  reload.addEventListener('click', () => location.reload());
  host.append(text, reload);
  // After it is on the page, so that it is read aloud.
  say(text, explained);
  setUpCommands(document, async () => ({ ok: false, reason: `${missing}.` }));
}
