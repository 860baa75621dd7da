/** @jsxRuntime automatic @jsxImportSource preact */
/** Where am I, what is left, what am I waiting for: one line between the toolbar and the slide. */
import { Said, untranslated } from '../elements/translation.tsx';
import { durationText } from '../timeline/phases.ts';
import type { Waiting } from './waiting.ts';

export interface ShownStep {
  readonly id: string;
  readonly title: string;
  /** Said before the title. */
  readonly spoken?: string;
  readonly href: string;
  readonly proven: boolean;
  /** It stands on the slide that is open. */
  readonly here: boolean;
  /** The first that is not proven. */
  readonly next: boolean;
}

export interface StripProps {
  readonly name: string;
  readonly steps: readonly ShownStep[];
  readonly waiting: Waiting | null;
  /** What has just been proven, for those who do not see the strip. */
  readonly news: string;
}

function StepLink({ step, number }: { readonly step: ShownStep; readonly number: number }) {
  const state = step.proven ? 'hecho' : step.next ? 'siguiente' : 'pendiente';
  return (
    <li data-state={state} data-here={String(step.here)}>
      <a href={step.href} title={step.title} {...(step.here ? { 'aria-current': 'step' as const } : {})}>
        <span class="strip-mark" aria-hidden="true" {...untranslated}>
          {step.proven ? '✓' : number}
        </span>
        {step.spoken !== undefined && <span class="sr-only">{step.spoken}</span>}
        <span class="strip-title">{step.title}</span>
        <span key={state} class="sr-only">
          {' '}
          ({state})
        </span>
      </a>
    </li>
  );
}

function Wait({ waiting }: { readonly waiting: Waiting }) {
  const { name, ms, usualMs, late } = waiting;
  return (
    <div class="strip-wait" data-late={String(late !== null)}>
      <p role="timer" {...untranslated}>
        <strong>{name}:</strong> {durationText(Math.floor(ms / 100) * 100)} de {durationText(usualMs)}
      </p>
      <progress max={usualMs} value={Math.min(ms, usualMs)} aria-label={name} />
      <Said text={late ?? ''} class="strip-late" />
    </div>
  );
}

export function Strip({ name, steps, waiting, news }: StripProps) {
  const done = steps.filter(({ proven }) => proven).length;
  return (
    <>
      <p class="strip-name" {...untranslated}>
        {name}
        <span class="strip-count">
          {done} de {steps.length}
        </span>
      </p>
      <ol class="strip-steps">
        {steps.map((step, index) => (
          <StepLink key={step.id} step={step} number={index + 1} />
        ))}
      </ol>
      {waiting && <Wait waiting={waiting} />}
      <Said text={news} class="sr-only" />
    </>
  );
}
