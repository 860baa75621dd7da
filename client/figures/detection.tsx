/** @jsxRuntime automatic @jsxImportSource preact */
/** Three opinions and an agreement: how long a master may be silent before it is held for down. */
import { useState } from 'preact/hooks';
import { detect } from '../../labs/models/detection.ts';
import { Figure, Slider } from './controls.tsx';
import { Seconds, xOn } from './seconds-axis.tsx';

const [width, height] = [440, 190];
const axis = { left: 74, right: 430, seconds: 15 };
const lane = { top: 26, step: 44, height: 32 };
/** As in a real cluster: each Sentinel sends its ping at another time of the second. */
const pings = [0.2, 0.5, 0.9];
const quorum = 2;
/** From here on the slider means that the master never comes back. */
const forever = 15;
const names = ['Sentinel 1', 'Sentinel 2', 'Sentinel 3'];
const tenths = new Intl.NumberFormat('es', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const xOf = (second: number): number => xOn(axis, second);

function sayOf(lasts: number, odown: number | null, doubts: number): string {
  const never = !Number.isFinite(lasts);
  if (odown !== null && never)
    return `+odown a los ${tenths.format(odown)} s: hasta entonces, con el maestro caído, nadie hace nada. Con menos down-after el corte sería más breve.`;
  if (odown !== null)
    return `El maestro solo estuvo ${lasts} s sin responder, y a los ${tenths.format(odown)} s dos Sentinels ya estaban de acuerdo: failover por una pausa. Con más down-after no lo habría habido.`;
  if (doubts > 0)
    return 'Un Sentinel dudó (+sdown), pero el maestro respondió antes de que lo hiciera el segundo: no hay +odown.';
  return `El maestro estuvo ${lasts} s sin responder y nadie lo notó: down-after es mayor. No pasa nada.`;
}

function Lane(props: { readonly index: number; readonly at: number | null; readonly lasts: number }) {
  const { index, at, lasts } = props;
  const y = lane.top + index * lane.step;
  const end = xOf(lasts);
  return (
    <g class="tp-service" data-tone={at === null ? 'sentinel' : 'doubt'}>
      <text x={0} y={y + 21}>
        {names[index]}
      </text>
      <rect class="figure-silence" x={xOf(0)} y={y} width={end - xOf(0)} height={lane.height} />
      {index === 0 && xOf(at ?? lasts) - xOf(0) > 90 && (
        <text class="figure-note" x={xOf(0) + 6} y={y + 21}>
          sin respuesta
        </text>
      )}
      {at !== null && (
        <>
          <rect class="tp-shape" x={xOf(at)} y={y} width={Math.max(2, end - xOf(at))} height={lane.height} />
          <text x={Math.min(xOf(at) + 6, axis.right - 48)} y={y + 21}>
            +sdown
          </text>
        </>
      )}
    </g>
  );
}

export function DetectionFigure() {
  const [downAfter, setDownAfter] = useState(5);
  const [silent, setSilent] = useState(9);
  const lasts = silent >= forever ? Number.POSITIVE_INFINITY : silent;
  const { sdown, odown } = detect({ downAfter, quorum, lasts, pings });
  const doubts = sdown.filter((at) => at !== null).length;
  const says = sayOf(lasts, odown, doubts);
  return (
    <Figure
      title="De tres opiniones a un acuerdo"
      says={says}
      picture={
        <svg class="tp" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
          {odown !== null && (
            <g>
              <path class="figure-agreed" d={`M${xOf(odown)} 16 V164`} />
              <text class="figure-agreed" x={Math.min(xOf(odown) + 6, axis.right - 60)} y={14}>
                +odown
              </text>
            </g>
          )}
          {pings.map((ping, index) => (
            <Lane key={ping} index={index} at={sdown[index] ?? null} lasts={lasts} />
          ))}
          <Seconds axis={axis} every={5} y={180} />
        </svg>
      }
    >
      <Slider
        name="down-after"
        value={downAfter}
        min={1}
        max={10}
        text={`${downAfter} s`}
        onChange={setDownAfter}
      />
      <Slider
        name="Sin responder"
        value={silent}
        min={1}
        max={forever}
        text={silent >= forever ? 'siempre' : `${silent} s`}
        onChange={setSilent}
      />
    </Figure>
  );
}
