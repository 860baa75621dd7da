/** That Sentinels distrust their clocks, why, and for how long. */
import { labClock } from '../lab/lab-clock.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { list } from '../topology/words.ts';
import type { NoticeOf } from './countdown-notice.ts';

type Lab = NonNullable<LabSnapshot['lab']>;

/** `1 min 5 s` */
function lasted(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** Empty where all Sentinels trust their clocks. */
function tiltText({ tilt, timeZone }: Pick<Lab, 'tilt' | 'timeZone'>): string {
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

/** The page offers to start them again. */
export const tiltNotice: NoticeOf = (lab) => lab.tilt && { words: tiltText(lab), until: lab.tilt.until };
