/** A column in each log of the course: what the learner's own Sentinel wrote, beside the text's, and what of it matches. */
import type { LineMatch } from '../deck/match-log.ts';
import { matchLog } from '../deck/match-log.ts';
import { type LogLine, parseLogLine } from '../deck/sentinel-log.ts';
import type { ClusterHistory } from '../lab/cluster-store.ts';
import type { LabSnapshot, Store } from '../lab/store.ts';
import { say } from './say.ts';

const marks: Readonly<Record<LineMatch['kind'], string>> = { same: '✓', other: '≈', none: '–' };
const meanings: Readonly<Record<LineMatch['kind'], string>> = {
  same: 'Igual en tu log',
  other: 'El mismo evento en tu log, con otros nodos o votos',
  none: 'No está en tu log',
};

interface LogTable {
  readonly box: HTMLElement;
  readonly lines: readonly LogLine[];
  readonly cells: readonly HTMLElement[];
  readonly summary: HTMLElement;
}

function part(tag: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** The rows as the text's log has them; each keeps its original line as its title. */
function tableIn(box: HTMLElement): LogTable {
  const rows = [...box.querySelectorAll('tbody tr')];
  const lines = rows.flatMap(
    (row) => parseLogLine(row.querySelector<HTMLElement>('.says')?.title ?? '') ?? [],
  );
  const head = part('th', 'own', 'En tu log');
  head.setAttribute('scope', 'col');
  box.querySelector('thead tr')?.append(head);
  const cells = rows.map((row) => {
    const cell = part('td', 'own');
    row.append(cell);
    return cell;
  });
  const summary = part('p', 'log-own');
  box.append(summary);
  box.dataset['own'] = '';
  return { box, lines, cells, summary };
}

function showLine(cell: HTMLElement, { kind, own }: LineMatch): void {
  const time = own?.nodeTime ?? '';
  const text = `${marks[kind]} ${time}`.trimEnd();
  if (cell.dataset['match'] === kind && cell.dataset['time'] === time) return;
  cell.dataset['match'] = kind;
  cell.dataset['time'] = time;
  cell.title = own ? `${meanings[kind]}: ${own.name} ${own.args}` : meanings[kind];
  const mark = part('span', '', text);
  mark.ariaHidden = 'true';
  mark.translate = false;
  cell.replaceChildren(mark, part('span', 'sr-only', `${meanings[kind]} ${time}`));
}

function showTable({ lines, cells, summary }: LogTable, node: string, own: ClusterHistory['events']): void {
  const match = matchLog(lines, own);
  for (const [index, cell] of cells.entries()) {
    const line = match.lines[index];
    if (line) showLine(cell, line);
  }
  const found = match.lines.filter(({ kind }) => kind !== 'none').length;
  const extra = [...new Set(match.extra.map(({ name }) => name))];
  const more = extra.length === 0 ? '' : ` El tuyo tiene además ${extra.join(', ')}.`;
  const text = `Tu log de ${node}: ${found} de ${lines.length} líneas como en el texto.${more}`;
  say(summary, text);
}

/** The terminals that a slide opens: of the nodes that play its parts in this cluster. */
export type TerminalsOf = (slide: HTMLElement) => string | undefined;

export interface OwnLogs {
  /** The slide that is open. */
  open(slide: HTMLElement): void;
}

export function createOwnLogs(
  stores: { readonly lab: Store<LabSnapshot>; readonly cluster: Store<ClusterHistory> },
  terminalsOf: TerminalsOf,
  onResize: () => void,
): OwnLogs {
  const tables = new WeakMap<HTMLElement, LogTable>();
  let slide: HTMLElement | null = null;

  const update = () => {
    const { lab } = stores.lab.get();
    const node = slide ? /sentinel-log@(\w+)/.exec(terminalsOf(slide) ?? '')?.[1] : undefined;
    if (!slide || !lab || node === undefined || slide.dataset['case'] !== lab.case) return;
    const since = Date.parse(lab.caseSince);
    const own = stores.cluster
      .get()
      // What Sentinel only publishes is in no log.
      .events.filter((event) => event.node === node && event.nodeTime !== null && event.at >= since);
    const boxes = [...slide.querySelectorAll<HTMLElement>('.log')];
    const known = boxes.flatMap((box) => tables.get(box) ?? []);
    if (own.length === 0 && known.length === 0) return;
    for (const box of boxes) {
      const table = tables.get(box) ?? tableIn(box);
      tables.set(box, table);
      showTable(table, node, own);
    }
    if (known.length < boxes.length) onResize();
  };

  let heard: ClusterHistory['events'] = [];
  let since = '';
  stores.cluster.subscribe(({ events }) => {
    if (events === heard) return;
    heard = events;
    update();
  });
  stores.lab.subscribe(({ lab }) => {
    const now = `${lab?.case} ${lab?.caseSince}`;
    if (now === since) return;
    since = now;
    update();
  });
  return {
    open(next) {
      slide = next;
      update();
    },
  };
}
