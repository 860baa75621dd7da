/** @jsxRuntime automatic @jsxImportSource preact */
/** At a case's end: how long it took, and each phase of its failover beside the usual one and the course's. */
import { render } from 'preact';
import type { CheckView, LabView } from '../../protocol/lab.ts';
import type { ClusterHistory } from '../lab/cluster-store.ts';
import { isProven, progressOf } from '../lab/proven.ts';
import type { LabSnapshot } from '../lab/store.ts';
import { usualMs } from '../strip/waiting.ts';
import { durationOf, durationText, type Failover, failoversIn } from '../timeline/phases.ts';
import { inOrder } from '../timeline/stops.ts';
import { courseMs } from './course-times.ts';

const minutes = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** The last failover of this run of the case that was finished. */
function failoverOf({ caseSince }: LabView, { events }: ClusterHistory): Failover | undefined {
  const since = Date.parse(caseSince);
  return failoversIn(inOrder(events)).findLast(
    ({ outcome, phases }) => outcome === 'done' && (phases[0]?.from.at ?? 0) >= since,
  );
}

function Phases({ failover, lab }: { readonly failover: Failover; readonly lab: LabView }) {
  const course = courseMs[lab.case];
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">failover</th>
          <th scope="col">el tuyo</th>
          <th scope="col">lo habitual</th>
          {course && <th scope="col">en el curso</th>}
        </tr>
      </thead>
      <tbody>
        {failover.phases.map((phase) => {
          const [own, told] = [durationOf(phase), course?.[phase.name]];
          return (
            <tr key={phase.name}>
              <th scope="row">{phase.name}</th>
              <td>{own === null ? '' : durationText(own)}</td>
              <td>{durationText(usualMs(phase.name))}</td>
              {course && <td>{told === undefined ? '' : durationText(told)}</td>}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** From the beginning of this run to its last check; null where a part was proven in another run. */
function took(lab: LabView, checks: readonly CheckView[]): number | null {
  const since = Date.parse(lab.caseSince);
  const proven = checks.map(({ provenAt }) => (provenAt === null ? 0 : Date.parse(provenAt)));
  return Math.min(...proven) < since ? null : Math.max(...proven) - since;
}

function CaseEnd(props: {
  readonly lab: LabView;
  readonly checks: readonly CheckView[];
  readonly history: ClusterHistory;
}) {
  const { lab, checks, history } = props;
  const [failover, ms] = [failoverOf(lab, history), took(lab, checks)];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section within a slide is a slide to Reveal.
    <div class="case-end" role="region" aria-label="Fin del caso">
      <p>
        <strong>Caso completo{ms === null ? '' : `, en ${minutes(ms)}`}.</strong> Has demostrado sus{' '}
        {checks.length} pasos.
      </p>
      {failover && <Phases failover={failover} lab={lab} />}
    </div>
  );
}

/** Each case's last slide has a `[data-case-end]`. */
export function createCaseEnds(
  root: ParentNode,
  onResize: () => void,
): { update(snapshot: LabSnapshot, history: ClusterHistory): void } {
  const places = [...root.querySelectorAll<HTMLElement>('[data-case-end]')];
  let shown = '';
  return {
    update({ lab }, history) {
      if (!lab) return;
      const whole = progressOf(lab.checks).filter(isProven);
      const state = JSON.stringify([
        lab.case,
        lab.caseSince,
        whole.map(({ id }) => id),
        history.events.length,
      ]);
      if (state === shown) return;
      shown = state;
      for (const place of places) {
        const own = place.dataset['caseEnd'] === lab.case && whole.find(({ id }) => id === lab.case);
        render(own ? <CaseEnd lab={lab} checks={own.checks} history={history} /> : null, place);
      }
      onResize();
    },
  };
}
