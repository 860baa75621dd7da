/** Sentinel's log in a terminal: followed, coloured, and only the lines that the learner asks for. */

import type { NodeAddress } from '../../protocol/names.ts';
import { say } from '../elements/say.ts';
import { make } from './dom.ts';
import type { Emulator } from './emulator.ts';
import { colourLine, filterOf, type LineFilter, LineReader } from './log-lines.ts';
import { partsOf, type SessionName } from './names.ts';
import type { Display } from './playback.ts';

/** As many as the terminal scrolls back. */
const maxLines = 5000;
/** A query is applied when the typing rests this long, ms. */
const restMs = 120;

export interface LogView extends Display {
  /** The bar with the filter. */
  readonly bar: HTMLElement;
  /** The cluster's addresses are known: node names may be asked for, and have their colours. */
  nameHosts(hosts: readonly NodeAddress[]): void;
  focusFilter(): void;
}

export function createLogView(session: SessionName, emulator: Emulator): LogView {
  const input = make('input', {
    type: 'search',
    'aria-label': `Filtrar el log de sentinel en ${partsOf(session).node}`,
    placeholder: 'Filtrar: +odown, replica2…  (tecla /)',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const count = make('span', { class: 'wb-log-count', role: 'status' });
  const bar = make('div', { class: 'wb-log-bar' }, input, count);

  let reader = new LineReader();
  let lines: string[] = [];
  let hosts: readonly NodeAddress[] = [];
  let filter: LineFilter = () => true;
  let kept = 0;
  let timer = 0;

  const drawn = (some: readonly string[]): string => {
    const matching = some.filter(filter);
    kept += matching.length;
    return matching.map((line) => `${colourLine(line, hosts)}\r\n`).join('');
  };
  const report = () => {
    const text = input.value.trim() === '' ? '' : `${kept} de ${lines.length} líneas`;
    say(count, text);
  };
  const drawAnew = () => {
    filter = filterOf(input.value, hosts);
    kept = 0;
    // RIS also empties the scrollback; the cursor is hidden, for nothing is typed here.
    emulator.terminal.write(`\x1bc\x1b[?25l${drawn(lines)}`);
    report();
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(drawAnew, restMs);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && input.value !== '') {
      input.value = '';
      drawAnew();
    } else if (event.key === 'Escape' || event.key === 'Enter') emulator.terminal.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    bar,
    write(bytes, parsed) {
      const added = reader.read(bytes);
      if (added.length === 0) {
        emulator.terminal.write('', parsed);
        return;
      }
      const all = [...lines, ...added];
      const forgotten = all.splice(0, Math.max(0, all.length - maxLines));
      kept -= forgotten.filter(filter).length;
      lines = all;
      emulator.terminal.write(drawn(added), parsed);
      report();
    },
    reset(then) {
      reader = new LineReader();
      lines = [];
      kept = 0;
      emulator.terminal.write('\x1bc\x1b[?25l', then);
    },
    nameHosts(next) {
      if (next.length === hosts.length && next.every(({ address }, at) => address === hosts[at]?.address))
        return;
      hosts = next;
      drawAnew();
    },
    focusFilter() {
      input.focus();
      input.select();
    },
  };
}
