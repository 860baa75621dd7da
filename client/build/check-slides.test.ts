import { describe, expect, it } from 'vitest';
import { checkSlides, SlidesInvalid } from './check-slides.ts';

const cases = [
  {
    id: 'caso-1',
    checks: [
      { id: 'caso-1/uno', title: 'Uno' },
      { id: 'caso-1/dos', title: 'Dos' },
    ],
  },
];
const good =
  '<!-- .slide: data-case="caso-1" data-terminals="shell@maestro" data-checks="caso-1/uno caso-1/dos" -->';
const command = '```redis-cli\nredis-cli (replica2) > SHUTDOWN\nnot connected>\n```';

function faults(...text: string[]): readonly string[] {
  try {
    checkSlides([{ name: '11-caso-1.md', text: text.join('\n') }], cases);
    return [];
  } catch (error) {
    if (error instanceof SlidesInvalid) return error.faults;
    throw error;
  }
}

describe('slides', () => {
  it('that name what is there are built', () => {
    expect(faults(good, '', command)).toEqual([]);
  });

  it.each([
    [
      'a case',
      [good, '<!-- .slide: data-case="caso-9" -->'],
      'no hay ningún caso «caso-9»: los casos son caso-1',
    ],
    [
      'a check',
      [good, '<!-- .slide: data-case="caso-1" data-checks="caso-1/tres" -->'],
      '«caso-1/tres» no es una comprobación del caso-1: son caso-1/uno, caso-1/dos',
    ],
    [
      'a check, on a slide of no case',
      [good, '<!-- .slide: data-checks="caso-1/uno" -->'],
      '«caso-1/uno» no es una comprobación de esta diapositiva, que no es de ningún caso',
    ],
    [
      'a terminal on a node',
      [good, '<!-- .slide: data-case="caso-1" data-terminals="shell@replica3" -->'],
      'no hay ningún nodo «replica3» para «shell@replica3»: los nodos son maestro, replica1, replica2, cliente',
    ],
    [
      'a program of a terminal',
      [good, '<!-- .slide: data-case="caso-1" data-terminals="vim@maestro" -->'],
      'no hay ningún programa «vim» para «vim@maestro»: son shell, redis-cli, sentinel, sentinel-log',
    ],
  ])('that name %s which is not there are refused, with file and line', (_what, text, fault) => {
    expect(faults(...text)).toEqual([`slides/11-caso-1.md:2: ${fault}`]);
  });

  it('with a command on a node that is not there are refused at its line', () => {
    expect(faults(good, '', '```', '(replica7) > ls', '```')).toEqual([
      'slides/11-caso-1.md:4: no hay ningún nodo «replica7» para «shell@replica7»: los nodos son maestro, replica1, replica2, cliente',
    ]);
  });

  it('that show a check twice, or never, are refused', () => {
    const half = '<!-- .slide: data-case="caso-1" data-checks="caso-1/uno" -->';
    expect(faults(half, half)).toEqual([
      'slides/11-caso-1.md:2: «caso-1/uno» ya está en slides/11-caso-1.md:1',
      'labs/cases/caso-1.ts: la comprobación «caso-1/dos» no está en ninguna diapositiva',
    ]);
  });
});
