/** @jsxRuntime automatic @jsxImportSource preact */
/** The whole course in one picture: what breaks in each case, and how it ends. */

import { untranslated } from '../elements/translation.tsx';

interface Station {
  readonly id: string;
  readonly what: string;
  readonly end: string;
  /** Of the three hosts, whose Redis and whose Sentinel are off; the master is the first. */
  readonly redisOff: readonly number[];
  readonly sentinelsOff: readonly number[];
}

const stations: readonly Station[] = [
  { id: 'caso-1', what: 'Pides un failover', end: 'otro maestro', redisOff: [], sentinelsOff: [] },
  { id: 'caso-2', what: 'Apagas el maestro', end: 'otro maestro', redisOff: [0], sentinelsOff: [] },
  { id: 'caso-3', what: 'Apagas las réplicas', end: 'no se escribe', redisOff: [1, 2], sentinelsOff: [] },
  { id: 'caso-4', what: 'Falta un Sentinel', end: 'otro maestro', redisOff: [0], sentinelsOff: [0] },
  { id: 'caso-5', what: 'Faltan dos Sentinels', end: 'sin maestro', redisOff: [0], sentinelsOff: [0, 1] },
];

const size = { width: 132, height: 86 };
const host = { width: 36, gap: 8, redis: 34, sentinel: 26 };

function MiniHost({ index, station }: { readonly index: number; readonly station: Station }) {
  const x = 4 + index * (host.width + host.gap);
  const redisTone = station.redisOff.includes(index) ? 'down' : index === 0 ? 'master' : 'replica';
  const sentinelTone = station.sentinelsOff.includes(index) ? 'down' : 'sentinel';
  const middle = x + host.width / 2;
  return (
    <>
      <g data-tone={redisTone}>
        <rect class="tp-shape" rx={4} x={x} y={8} width={host.width} height={host.redis} />
        <text x={middle} y={30} text-anchor="middle">
          {redisTone === 'down' ? '✕' : index === 0 ? '★' : 'R'}
        </text>
      </g>
      <g data-tone={sentinelTone}>
        <rect class="tp-shape" rx={12} x={x} y={52} width={host.width} height={host.sentinel} />
        <text x={middle} y={70} text-anchor="middle">
          {sentinelTone === 'down' ? '✕' : 'S'}
        </text>
      </g>
    </>
  );
}

export function RouteFigure() {
  return (
    <ol class="route">
      {stations.map((station, index) => (
        <li key={station.id}>
          <a href={`#/${station.id}`}>
            <strong>
              {index + 1}. {station.what}
            </strong>
            <div {...untranslated}>
              <svg class="tp" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
                {[0, 1, 2].map((each) => (
                  <MiniHost key={each} index={each} station={station} />
                ))}
              </svg>
            </div>
            <span class="route-end">→ {station.end}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}
