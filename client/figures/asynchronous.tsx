/** @jsxRuntime automatic @jsxImportSource preact */
/** What a master that is alone still promises, and what becomes of it. */
import { useState } from 'preact/hooks';
import { isolate, type Outcome } from '../../labs/models/isolation.ts';
import { Figure, Slider, Switch } from './controls.tsx';
import { Seconds, xOn } from './seconds-axis.tsx';

const [width, height] = [440, 170];
const axis = { left: 96, right: 430, seconds: 40 };
const lanes = { alone: 34, elected: 88, height: 34 };

const xOf = (second: number): number => xOn(axis, second);

function sayOf({ newMaster, lost }: Outcome, cut: number, maxLag: number | null): string {
  if (newMaster === null)
    return `La red vuelve a los ${cut} s, antes de que haya otro maestro: las réplicas se ponen al día y no se pierde nada.`;
  const both = `Desde los ${newMaster} s hay dos maestros.`;
  if (maxLag === null)
    return `${both} El aislado acepta escrituras hasta que un Sentinel lo hace réplica, a los ${lost} s: las de esos ${lost} s se respondieron con OK y se pierden todas.`;
  return `${both} El aislado exige una réplica de hace ${maxLag} s como mucho: a los ${lost} s responde NOREPLICAS. Se pierden solo las de esos ${lost} s.`;
}

function Bar(props: {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly text: string;
}) {
  const { kind, from, to, y, text } = props;
  const [x, end] = [xOf(from), xOf(to)];
  if (end - x < 1) return null;
  return (
    <g class="figure-bar" data-kind={kind}>
      <rect x={x} y={y} width={end - x} height={lanes.height} />
      {end - x > text.length * 7.4 && (
        <text x={x + 6} y={y + 22}>
          {text}
        </text>
      )}
    </g>
  );
}

export function AsynchronousFigure() {
  const [cut, setCut] = useState(15);
  const [asks, setAsks] = useState(false);
  const [lag, setLag] = useState(3);
  const maxLag = asks ? lag : null;
  const outcome = isolate({ cut, maxLag });
  const { newMaster, isMasterUntil, acceptsUntil } = outcome;
  const says = sayOf(outcome, cut, maxLag);
  return (
    <Figure
      title="Lo que pierde una réplica asíncrona"
      says={says}
      picture={
        <svg class="tp" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
          {/* Beneath the bars: it would cross what is written on them. */}
          <path class="figure-wire" d={`M${xOf(cut)} 26 V134`} />
          <text x={0} y={lanes.alone + 22}>
            aislado
          </text>
          <text x={0} y={lanes.elected + 22}>
            el nuevo
          </text>
          <Bar
            kind={newMaster === null ? 'kept' : 'lost'}
            from={0}
            to={acceptsUntil}
            y={lanes.alone}
            text={newMaster === null ? 'OK' : 'OK, y se pierde'}
          />
          <Bar
            kind="refused"
            from={acceptsUntil}
            to={newMaster === null ? cut : isMasterUntil}
            y={lanes.alone}
            text="NOREPLICAS"
          />
          {newMaster === null && acceptsUntil < cut && (
            <Bar kind="kept" from={cut} to={axis.seconds} y={lanes.alone} text="OK" />
          )}
          {newMaster !== null && (
            <Bar kind="kept" from={newMaster} to={axis.seconds} y={lanes.elected} text="OK, y se queda" />
          )}
          <text class="figure-note" x={xOf(cut)} y={18} text-anchor={cut > 30 ? 'end' : 'middle'}>
            vuelve la red
          </text>
          <Seconds axis={axis} every={10} y={154} />
        </svg>
      }
    >
      <Slider name="Sin red" value={cut} min={1} max={30} text={`${cut} s`} onChange={setCut} />
      <Switch name="min-replicas-to-write 1" on={asks} onChange={setAsks} />
      <Slider name="max-lag" value={lag} min={1} max={10} text={`${lag} s`} onChange={setLag} />
    </Figure>
  );
}
