/** Says that Sentinels distrust their clocks, why, and for how long; and offers to start them again. */
import { labClock } from '../lab/lab-clock.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { list } from '../topology/words.ts';
import { element } from './dom.ts';
import { say } from './say.ts';

type Lab = NonNullable<LabSnapshot['lab']>;

const tickMs = 250;

/** `1 min 5 s` */
export function lasted(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** Empty where all Sentinels trust their clocks. */
export function tiltText({ tilt, timeZone }: Pick<Lab, 'tilt' | 'timeZone'>): string {
  if (!tilt) return '';
  const { nodes, until, stoodStillSeconds } = tilt;
  const why =
    stoodStillSeconds === null
      ? 'Un reloj ha dado un salto, o el proceso ha estado parado'
      : `La máquina del laboratorio ha estado parada ${lasted(stoodStillSeconds)}`;
  const many = nodes.length > 1;
  const who = many
    ? `los Sentinels de ${list(nodes)} no se fían de sus relojes`
    : `el Sentinel de ${nodes[0]} no se fía de su reloj`;
  const when = labClock(timeZone).time(Date.parse(until), 0);
  return `${why}: ${who} (TILT) y no ${many ? 'harán' : 'hará'} ningún failover hasta las ${when}.`;
}

export function createTiltNotice(
  root: ParentNode,
  onResize: () => void,
): { update(snapshot: LabSnapshot): void } {
  const box = element('#tilt', HTMLElement, root);
  const text = element('[data-tilt-text]', HTMLElement, box);
  const left = element('[data-tilt-left]', HTMLElement, box);
  let ticking: ReturnType<typeof setInterval> | undefined;
  let shown = '';
  let until = 0;
  let serverAhead = 0;

  const tick = () => {
    const seconds = Math.max(0, Math.ceil((until - Date.now() - serverAhead) / 1000));
    const words = seconds > 0 ? `Faltan ${seconds} s.` : '';
    say(left, words);
  };
  return {
    update({ connected, lab, ahead }) {
      const words = connected && lab?.state === 'running' ? tiltText(lab) : '';
      if (words === shown) return;
      shown = words;
      say(text, words);
      box.hidden = words === '';
      until = Date.parse(lab?.tilt?.until ?? '');
      serverAhead = ahead ?? 0;
      clearInterval(ticking);
      ticking = words === '' ? undefined : setInterval(tick, tickMs);
      tick();
      onResize();
    },
  };
}
