/** @jsxRuntime automatic @jsxImportSource preact */
/** Quorum and majority: how many Sentinels there are, how many must agree, and whom the network leaves alone. */
import { useState } from 'preact/hooks';
import { type Decision, decide, type Group } from '../../labs/models/decision.ts';
import { FittedText } from '../topology/picture.tsx';
import { Figure, Slider } from './controls.tsx';

const [width, height] = [440, 190];
const most = 7;
const box = { top: 62, height: 108 };

const amount = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function why({ outcome, majority, groups }: Decision, quorum: number): string {
  const size = Math.max(
    0,
    ...groups.filter(({ seesMaster }) => !seesMaster).map(({ members }) => members.length),
  );
  const together = amount(size, 'Sentinel junto deja', 'Sentinels juntos dejan');
  const numbers = `Quórum ${quorum}, mayoría ${majority}.`;
  switch (outcome) {
    case 'failover':
      return `${numbers} ${together} de ver al maestro: llegan al quórum (caída objetiva) y a la mayoría (eligen líder). Hay failover.`;
    case 'no-majority':
      return `${numbers} ${together} de ver al maestro: basta para el quórum, y se declara la caída, pero no para la mayoría. Nadie puede dirigir un failover.`;
    case 'no-quorum':
      return `${numbers} Como mucho ${together} de ver al maestro: no se llega al quórum. Nadie declara la caída y no hay failover.`;
    case 'unnecessary':
      return size === 0
        ? `${numbers} Todos ven al maestro: no hay nada que decidir. Quita la red a alguna máquina.`
        : `${numbers} La mayor parte sigue viendo al maestro: no hay failover. Quien se ha quedado solo no puede decidir por los demás.`;
  }
}

/** The same, where there is room for one letter. */
const signs = { leader: '✓', doubt: '✕', sentinel: '●' } as const;
const tones = { leader: 'elige', doubt: 'lo ve caído', sentinel: 'lo ve bien' } as const;

function toneOf({ elects, seesMaster }: Group): keyof typeof tones {
  return elects ? 'leader' : seesMaster ? 'sentinel' : 'doubt';
}

function HostBox(props: {
  readonly host: number;
  readonly hosts: number;
  readonly cut: boolean;
  readonly group: Group;
  readonly onPress: () => void;
}) {
  const { host, hosts, cut, group, onPress } = props;
  const own = (width - 8 - (hosts - 1) * 8) / hosts;
  const boxWidth = Math.min(120, own);
  const left = (width - hosts * boxWidth - (hosts - 1) * 8) / 2 + host * (boxWidth + 8);
  const middle = left + boxWidth / 2;
  const tone = toneOf(group);
  const inner = boxWidth - 10;
  const isNarrow = hosts > 5;
  const redis = host === 0 ? (isNarrow ? '★' : '★ maestro') : isNarrow ? 'R' : 'réplica';
  const opinion = isNarrow ? signs[tone] : tones[tone];
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button.
    <g
      class="tp-host"
      role="button"
      tabindex={0}
      aria-pressed={cut}
      aria-label={`${redis} S${host + 1} ${opinion}. Quitar la red a la máquina ${host + 1}`}
      data-cut={String(cut)}
      onClick={onPress}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onPress();
      }}
    >
      <path class="figure-wire" data-cut={String(cut)} d={`M${middle} 26 V${box.top}`} />
      {cut && (
        <text class="figure-cut" x={middle} y={49}>
          ✕
        </text>
      )}
      <rect class="tp-card" rx={7} x={left} y={box.top} width={boxWidth} height={box.height} />
      <rect class="tp-focus" rx={7} x={left} y={box.top} width={boxWidth} height={box.height} />
      <g class="tp-service" data-tone={host === 0 ? 'master' : 'replica'}>
        <rect class="tp-shape" rx={4} x={left + 5} y={box.top + 7} width={inner} height={36} />
        <FittedText text={redis} x={middle} y={box.top + 30} width={inner - 8} anchor="middle" />
      </g>
      <g class="tp-service" data-tone={tone}>
        <rect class="tp-shape" rx={12} x={left + 5} y={box.top + 50} width={inner} height={50} />{' '}
        <FittedText text={`S${host + 1}`} x={middle} y={box.top + 71} width={inner - 8} anchor="middle" />{' '}
        <FittedText text={opinion} x={middle} y={box.top + 88} width={inner - 8} anchor="middle" />
      </g>
    </g>
  );
}

export function QuorumFigure() {
  const [hosts, setHosts] = useState(3);
  const [quorum, setQuorum] = useState(2);
  const [cut, setCut] = useState<ReadonlySet<number>>(new Set([0]));
  const decision = decide({ hosts, quorum, cut });
  const press = (host: number) => {
    const next = new Set(cut);
    if (!next.delete(host)) next.add(host);
    setCut(next);
  };
  const resize = (count: number) => {
    setHosts(count);
    setQuorum(Math.min(quorum, count));
    setCut(new Set([...cut].filter((host) => host < count)));
  };
  const groupOf = (host: number) => decision.groups.find(({ members }) => members.includes(host));
  return (
    <Figure
      title="Quórum y mayoría: quién puede decidir"
      says={why(decision, quorum)}
      picture={
        // biome-ignore lint/a11y/useSemanticElements: SVG has no fieldset.
        <svg class="tp" viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Máquinas y su red">
          <path class="figure-wire" d={`M${width * 0.06} 26 H${width * 0.94}`} />
          <text class="figure-note" x={width / 2} y={17} text-anchor="middle">
            pulsa una máquina para quitarle la red
          </text>
          {Array.from({ length: hosts }, (_, host) => {
            const group = groupOf(host);
            return (
              group && (
                <HostBox
                  key={host}
                  host={host}
                  hosts={hosts}
                  cut={cut.has(host)}
                  group={group}
                  onPress={() => press(host)}
                />
              )
            );
          })}
        </svg>
      }
    >
      <Slider name="Sentinels" value={hosts} min={1} max={most} text={`${hosts}`} onChange={resize} />
      <Slider name="Quórum" value={quorum} min={1} max={hosts} text={`${quorum}`} onChange={setQuorum} />
    </Figure>
  );
}
