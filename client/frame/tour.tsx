/** @jsxRuntime automatic @jsxImportSource preact */
/** The page in four steps for who has never seen it: the slide, ▶, the terminal, the check. Asked for on the cover and in the help. */
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Deck } from '../deck/deck.ts';
import { comeAlive } from '../elements/come-alive.ts';

interface TourStep {
  /** What it is about, on the slide that the tour is shown on or beside it. */
  readonly target: string;
  readonly title: string;
  readonly text: string;
}

/** A slide that has all four. */
const stage = '#/caso-1/2';

const steps: readonly TourStep[] = [
  {
    target: 'section.present:not(.stack) .slide-body',
    title: 'La diapositiva',
    text: 'Cuenta el caso, paso a paso. Con Espacio pasas a la siguiente; arriba ves en qué paso estás y cuáles te quedan.',
  },
  {
    target: 'section.present:not(.stack) .icon-button.run',
    title: 'El botón ▶',
    text: 'Escribe esa orden en el terminal que le toca. También puedes escribirla tú: es lo mismo.',
  },
  {
    target: '#workbench',
    title: 'Tu clúster y tus terminales',
    text: 'Tres máquinas de verdad, solo tuyas. Arriba se dibuja cómo están; abajo escribes en ellas. No puedes estropear nada de nadie.',
  },
  {
    target: 'section.present:not(.stack) .check',
    title: 'La comprobación',
    text: 'Mira tu clúster y se pone en verde ella sola cuando lo has conseguido. Si te atascas, Ayuda te da pistas.',
  },
];

function TourBox(props: {
  readonly index: number;
  readonly onStep: (index: number) => void;
  readonly onEnd: () => void;
}) {
  const { index, onStep, onEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const step = steps[index];
  const isLast = index === steps.length - 1;
  if (!step) return null;
  return (
    <div
      ref={box}
      class="tour"
      role="dialog"
      aria-labelledby="tour-title"
      tabindex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onEnd();
      }}
    >
      <div aria-live="polite">
        <h2 id="tour-title">
          {index + 1} de {steps.length}: {step.title}
        </h2>
        <p>{step.text}</p>
      </div>
      <p class="dialog-actions">
        {!isLast && (
          <button type="button" onClick={onEnd}>
            Saltar
          </button>
        )}
        {index > 0 && (
          <button type="button" onClick={() => onStep(index - 1)}>
            Atrás
          </button>
        )}
        <button type="button" class="primary" onClick={() => (isLast ? onEnd() : onStep(index + 1))}>
          {isLast ? 'Empezar' : 'Siguiente'}
        </button>
      </p>
    </div>
  );
}

/** `showAll`: brings both panes to the page. */
export function setUpTour(place: HTMLElement, deck: Deck, showAll: () => void): void {
  let marked: Element | null = null;
  const mark = (target: string | null) => {
    marked?.removeAttribute('data-toured');
    marked = target === null ? null : document.querySelector(target);
    marked?.setAttribute('data-toured', '');
    marked?.scrollIntoView({ block: 'nearest' });
  };
  const begin = (from: HTMLElement) => {
    const { h, v } = deck.reveal.getIndices();
    const end = () => {
      mark(null);
      render(null, place);
      deck.reveal.slide(h, v);
      if (from.checkVisibility()) from.focus();
      else deck.focus();
    };
    const show = (index: number) => {
      mark(steps[index]?.target ?? null);
      render(<TourBox index={index} onStep={show} onEnd={end} />, place);
    };
    location.hash = stage;
    showAll();
    deck.refit();
    // The address has changed, the slide not yet.
    setTimeout(() => show(0));
  };
  for (const button of document.querySelectorAll<HTMLElement>('[data-tour]')) {
    button.addEventListener('click', () => {
      button.closest('dialog')?.close();
      begin(button);
    });
    comeAlive(button);
  }
}
