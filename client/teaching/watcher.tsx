/** @jsxRuntime automatic @jsxImportSource preact */
/** A member's terminal as they see it: its size, its screen and what came before. Nothing that is typed here goes anywhere. */

import { Terminal } from '@xterm/xterm';
import { Trouble } from '../elements/trouble.tsx';
import '@xterm/xterm/css/xterm.css';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Value } from 'typebox/value';
import { type TerminalName, TerminalNotice, type TerminalRequest } from '../../protocol/terminal.ts';
import { sessionOf, tabName } from '../workbench/names.ts';
import { themeOf } from '../workbench/themes.ts';

const scrollback = 5000;
const lost = 'Se ha perdido la conexión con este terminal: ábrelo otra vez.';

function readNotice(text: string): TerminalNotice | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(TerminalNotice, value) ? value : null;
  } catch {
    return null; // Not of this server.
  }
}

/** Shows the terminal in an element until the result is called. `onEnd`: why it ended, for the instructor. */
function watch(place: HTMLElement, url: URL, onEnd: (why: string) => void): () => void {
  const terminal = new Terminal({
    allowProposedApi: true,
    disableStdin: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 13,
    minimumContrastRatio: 4.5,
    scrollback,
    theme: themeOf(document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light'),
  });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  terminal.open(place);
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const send = (request: TerminalRequest) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
  };
  let reason = lost;
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) {
      terminal.write(new Uint8Array(data), () => send({ type: 'ack', bytes: data.byteLength }));
      return;
    }
    const notice = readNotice(String(data));
    if (notice?.type === 'screen') terminal.reset();
    if (notice?.type === 'screen' || notice?.type === 'size') terminal.resize(notice.cols, notice.rows);
    if (notice?.type === 'error') reason = notice.message;
  });
  socket.addEventListener('close', () => onEnd(reason));
  return () => {
    onEnd = () => undefined;
    socket.close();
    terminal.dispose();
  };
}

export default function Watcher(props: {
  readonly classId: string;
  readonly member: string;
  readonly terminal: TerminalName;
}) {
  const { classId, member, terminal } = props;
  const { node, program } = terminal;
  const place = useRef<HTMLDivElement>(null);
  const [ended, setEnded] = useState<string | null>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    place.current.scrollIntoView({ block: 'nearest' });
    const url = new URL('/ws/watch', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.search = new URLSearchParams({ class: classId, member, node, program }).toString();
    return watch(place.current, url, setEnded);
  }, []);
  const name = tabName(sessionOf(program, node));
  return (
    <section class="watcher" aria-label={`Terminal ${name}, solo para ver`}>
      <div ref={place} translate={false} />
      <Trouble text={ended} />
    </section>
  );
}
