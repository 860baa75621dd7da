/** The HTML of one code fence. It is written while the page is built, so the deck reads complete without a script. */
import { type Fence, type Part, parseFence } from '../deck/fence.ts';
import { glossary, tooltipId } from '../deck/glossary.ts';
import type { NamedHost, Names } from '../deck/hosts.ts';
import { says } from '../deck/says.ts';
import type { LogLine } from '../deck/sentinel-log.ts';
import { escapeHtml } from './html.ts';

const runIcon =
  '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.2v11.6L13.6 8z" fill="currentColor"/></svg>';
const copyIcon =
  '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/></svg>';

function copyButton(text: string, label: string): string {
  return `<button type="button" class="icon-button" data-copy="${escapeHtml(text)}" title="${label}" aria-label="${label}">${copyIcon}</button>`;
}

function renderPart(part: Part): string {
  if (part.kind === 'output')
    return `<pre class="output" translate="no" data-live>${escapeHtml(part.text)}</pre>`;
  const session = `${part.program}@${part.node}`;
  const label = `Ejecutar en ${part.node} (${part.program})`;
  const command = escapeHtml(part.command);
  return [
    '<div class="command">',
    `<code translate="no"><span class="prompt" data-live>${escapeHtml(part.prompt)} </span><span class="typed" data-live>${command}</span></code>`,
    `<button type="button" class="icon-button run" data-run="${session}" data-command="${command}" title="${label}" aria-label="${label}">${runIcon}</button>`,
    copyButton(part.command, 'Copiar'),
    '<span class="run-status" role="status"></span>',
    '</div>',
  ].join('');
}

function renderEvent(event: string): string {
  const name = escapeHtml(event);
  if (glossary[event] === undefined) return `<span class="event" translate="no">${name}</span>`;
  return `<button type="button" class="event" translate="no" aria-describedby="${tooltipId(event)}">${name}</button>`;
}

/** Around a node's name in a sentence, until the sentence is HTML: no text of the course has these characters. */
const nameMarks = { start: '\u{E000}', end: '\u{E001}' } as const;
const mark = (name: string): string => `${nameMarks.start}${name}${nameMarks.end}`;

/** Names that a translator leaves as they are, in the words of a line. */
const markNames = (text: string): string =>
  escapeHtml(text).replaceAll(nameMarks.start, '<span translate="no">').replaceAll(nameMarks.end, '</span>');

function renderLog(lines: readonly LogLine[], names: Names): string {
  const marked: Names = {
    at: (address) => mark(names.at(address)),
    withId: (id) => mark(names.withId(id)),
  };
  const rows = lines.map((line) => {
    const what = markNames(says(line, marked));
    return `<tr><td class="time" translate="no">${line.time}</td><td>${renderEvent(line.event)}</td><td class="says" title="${escapeHtml(line.raw)}">${what}</td></tr>`;
  });
  const density = lines.length > 19 ? 'full' : lines.length > 12 ? 'dense' : 'loose';
  return [
    `<div class="log" data-density="${density}">`,
    '<table><thead><tr><th scope="col">Hora</th><th scope="col">Evento</th><th scope="col">Qué dice</th></tr></thead>',
    `<tbody>${rows.join('')}</tbody></table>`,
    copyButton(lines.map((line) => line.raw).join('\n'), 'Copiar el log original'),
    '</div>',
  ].join('');
}

/** Code within a sentence; a node's name in it follows the learner's cluster. */
export function renderName(text: string, hosts: readonly NamedHost[]): string {
  const live = hosts.some(({ name, address }) => text === name || text === address);
  return `<code translate="no"${live ? ' data-live' : ''}>${escapeHtml(text)}</code>`;
}

export function renderFence(text: string, names: Names): string {
  const fence: Fence = parseFence(text);
  switch (fence.kind) {
    case 'log':
      return renderLog(fence.lines, names);
    case 'session':
      return `<div class="session">${fence.parts.map(renderPart).join('')}</div>`;
    case 'output':
      return `<div class="session">${renderPart(fence)}</div>`;
  }
}
