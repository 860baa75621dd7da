/** @jsxRuntime automatic @jsxImportSource preact */
/** What the figures are operated with, and the sentence under each that says what is seen. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Said, untranslated } from '../elements/translation.tsx';

/** `title`: what screen readers call it. `says`: what is to be seen now. */
export function Figure(props: {
  readonly title: string;
  readonly picture: ComponentChildren;
  readonly says: string;
  readonly children: ComponentChildren;
}) {
  return (
    <figure class="figure" aria-label={props.title}>
      <div class="figure-picture" {...untranslated}>
        {props.picture}
      </div>
      <Said text={props.says} class="figure-says" />
      <div class="figure-controls">{props.children}</div>
    </figure>
  );
}

export function Slider(props: {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The value as it reads: `5 s`. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}) {
  return (
    <div class="figure-slider">
      <label>
        {props.name}{' '}
        <input
          type="range"
          min={props.min}
          max={props.max}
          value={props.value}
          aria-valuetext={props.text}
          onInput={({ currentTarget }) => props.onChange(Number(currentTarget.value))}
        />
      </label>
      <output>{props.text}</output>
    </div>
  );
}

export function Switch(props: {
  readonly name: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label class="figure-switch">
      <input
        type="checkbox"
        checked={props.on}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />{' '}
      {props.name}
    </label>
  );
}

/** How long a step of a story stays while it plays by itself, ms. */
const playMs = 1400;

/** Goes through a story: back, play or pause, on, and a slider over its steps. */
export function Player(props: {
  readonly step: number;
  readonly steps: number;
  /** The step as it reads: `3 de 14: +odown`. */
  readonly text: string;
  readonly onStep: (step: number) => void;
}) {
  const { step, steps, text, onStep } = props;
  const [playing, setPlaying] = useState(false);
  const last = step >= steps - 1;
  useEffect(() => {
    if (!playing) return;
    if (last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => onStep(step + 1), playMs);
    return () => clearTimeout(timer);
  }, [playing, step, last, onStep]);
  const go = (to: number) => {
    setPlaying(false);
    onStep(Math.min(steps - 1, Math.max(0, to)));
  };
  const play = () => {
    if (last) onStep(0);
    setPlaying(!playing);
  };
  return (
    <div class="figure-player">
      <button type="button" disabled={step === 0} onClick={() => go(step - 1)} aria-label="Paso anterior">
        ‹
      </button>
      <button type="button" onClick={play}>
        {playing ? 'Pausa' : 'Reproducir'}
      </button>
      <button type="button" disabled={last} onClick={() => go(step + 1)} aria-label="Paso siguiente">
        ›
      </button>
      <input
        type="range"
        min={0}
        max={steps - 1}
        value={step}
        aria-label="Paso"
        aria-valuetext={text}
        onInput={({ currentTarget }) => go(Number(currentTarget.value))}
      />
    </div>
  );
}
