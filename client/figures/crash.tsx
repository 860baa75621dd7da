/** @jsxRuntime automatic @jsxImportSource preact */
/** A crash without Sentinel and with it: the same second of two real clusters. */
import { useState } from 'preact/hooks';
import { recordings } from '../recordings/recordings.ts';
import { Figure, Slider, Switch } from './controls.tsx';
import { captionAt, clusterAt, RecordedCluster } from './recorded-cluster.tsx';
import { outageOf, servingMaster } from './service.ts';

const seconds = { from: -1, to: 26 };
const tenths = new Intl.NumberFormat('es', { maximumFractionDigits: 1 });

function story(sentinel: boolean) {
  const history = sentinel ? recordings.withSentinel : recordings.withoutSentinel;
  const outage = outageOf(history);
  if (!outage) throw new Error('a recording without its crash');
  return { history, outage };
}

function sayAt(sentinel: boolean, second: number): string {
  const { history, outage } = story(sentinel);
  const at = outage.from + second * 1000;
  const master = servingMaster(clusterAt(history, at).nodes);
  const lasted = (Math.min(at, outage.to ?? at) - outage.from) / 1000;
  if (second < 0) return `Antes de la caída. ${captionAt(history, at)}`;
  if (!master)
    return `${second} s después de la caída: nadie acepta escrituras. ${sentinel ? captionAt(history, at) : 'Las réplicas esperan: ninguna se asciende a sí misma.'}`;
  const by = sentinel ? '' : ', porque alguien lo ha arrancado a mano';
  return `${second} s después: las escrituras son de ${master.name}${by}. Sin servicio: ${tenths.format(lasted)} s. ${captionAt(history, at)}`;
}

export function CrashFigure() {
  const [sentinel, setSentinel] = useState(true);
  const [second, setSecond] = useState(7);
  const { history, outage } = story(sentinel);
  const text = second < 0 ? 'antes' : `${second} s`;
  return (
    <Figure
      title="Una caída, con Sentinel y sin él"
      says={sayAt(sentinel, second)}
      picture={<RecordedCluster id="figure-crash" history={history} at={outage.from + second * 1000} />}
    >
      <Switch name="Con Sentinel" on={sentinel} onChange={setSentinel} />
      <Slider
        name="Desde la caída"
        value={second}
        min={seconds.from}
        max={seconds.to}
        text={text}
        onChange={setSecond}
      />
    </Figure>
  );
}
