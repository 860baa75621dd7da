/** @jsxRuntime automatic @jsxImportSource preact */
/** A recorded failover, event by event: who asks, who votes, who leads. */
import { useState } from 'preact/hooks';
import type { TimelineEvent } from '../../protocol/topology.ts';
import { glossary } from '../deck/glossary.ts';
import { recordings } from '../recordings/recordings.ts';
import { seenAfterMs } from '../timeline/stops.ts';
import { Figure, Player } from './controls.tsx';
import { RecordedCluster } from './recorded-cluster.tsx';

const history = recordings.withSentinel;
const seconds = new Intl.NumberFormat('es', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** From the first doubt about the master to the end as its leader tells it, without the lists that follow it. */
function stepsOf(events: readonly TimelineEvent[]): readonly TimelineEvent[] {
  const first = events.findIndex(({ name, args }) => name === '+sdown' && args.startsWith('master'));
  const end = events.findIndex(({ name }) => name === '+failover-end');
  return events.slice(first, end + 2).filter(({ name }) => glossary[name] !== undefined && name !== '+slave');
}

const steps = stepsOf(history.events);
const begin = steps[0]?.at ?? 0;
const firstShown = Math.max(
  0,
  steps.findIndex(({ name }) => name === '+elected-leader'),
);

export function ElectionFigure() {
  const [step, setStep] = useState(firstShown);
  const event = steps[step];
  if (!event) return null;
  const when = `${seconds.format((event.at - begin) / 1000)} s`;
  const title = `${step + 1} de ${steps.length}: ${event.node}, ${event.name}`;
  return (
    <Figure
      title="Una elección, mensaje a mensaje"
      says={`${step + 1} de ${steps.length} (${when}). Sentinel de ${event.node}: ${event.name}. ${glossary[event.name]}`}
      picture={<RecordedCluster id="figure-election" history={history} at={event.at + seenAfterMs} />}
    >
      <Player step={step} steps={steps.length} text={title} onStep={setStep} />
    </Figure>
  );
}
