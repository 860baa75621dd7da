/** ▶ and copy, on the commands of the slides. */
import type { RunResult, SessionName } from '../workbench/workbench.ts';
import { copyText } from './clipboard.ts';
import { closest } from './dom.ts';
import { say } from './say.ts';
import { sessionsIn } from './sessions.ts';

export type Run = (session: SessionName, command: string) => Promise<RunResult>;

const confirmMs = 1500;

async function pressRun(button: HTMLElement, run: Run): Promise<void> {
  const [session] = sessionsIn(button.dataset['run']);
  const command = button.dataset['command'];
  if (session === undefined || command === undefined) return;
  const status = button.parentElement?.querySelector('.run-status');
  if (status) say(status, '');
  button.toggleAttribute('aria-busy', true);
  const result = await run(session, command);
  button.removeAttribute('aria-busy');
  if (status && !result.ok) say(status, result.reason);
}

async function pressCopy(button: HTMLElement): Promise<void> {
  const copied = await copyText(button.dataset['copy'] ?? '');
  const status = button.parentElement?.querySelector('.run-status');
  if (status) say(status, copied ? '' : 'El navegador no permite copiar: selecciona la orden y cópiala.');
  if (!copied) return;
  button.classList.add('copied');
  setTimeout(() => button.classList.remove('copied'), confirmMs);
}

export function setUpCommands(root: Document, run: Run): void {
  root.addEventListener('click', (event) => {
    const runButton = closest(event, '[data-run]');
    const copyButton = closest(event, '[data-copy]');
    if (runButton) void pressRun(runButton, run);
    if (copyButton) void pressCopy(copyButton);
  });
}
