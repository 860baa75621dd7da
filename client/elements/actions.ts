/** The buttons that ask something of the lab: check now, prepare a case, cut a node from the network, turn one on, start its Sentinels again, start afresh. */

import { nodeNames } from '../../protocol/names.ts';
import { checkNow, powerOn, type Reply, resetLab, restartSentinels, setNetwork } from '../lab/api.ts';
import type { LabSnapshot, Store } from '../lab/store.ts';
import { becomeAnother } from './another-person.ts';
import type { Ask } from './confirm.ts';
import { closest, element } from './dom.ts';
import { showReturnCode } from './return-code.ts';
import { lastSaid, say } from './say.ts';

interface Progress {
  readonly doing: string;
  readonly done: string;
}

/** A result stays this long beside its button; the checks say the rest. */
const resultMs = 6000;

function show(status: Element | null | undefined, text: string, tone: 'plain' | 'bad' = 'plain'): void {
  if (!(status instanceof HTMLElement)) return;
  say(status, text);
  status.dataset['tone'] = tone;
}

async function perform(
  button: HTMLButtonElement,
  status: Element | null | undefined,
  words: Progress,
  work: () => Promise<Reply>,
): Promise<void> {
  // Not `disabled`: that would take the focus away from whoever pressed it with the keyboard.
  button.ariaDisabled = 'true';
  show(status, words.doing);
  const reply = await work();
  button.ariaDisabled = null;
  show(status, reply.ok ? words.done : reply.message, reply.ok ? 'plain' : 'bad');
  setTimeout(() => {
    if (reply.ok && status && lastSaid(status) === words.done) show(status, '');
  }, resultMs);
}

export function setUpActions(root: Document, store: Store<LabSnapshot>, ask: Ask): void {
  const prepare = async (button: HTMLButtonElement) => {
    const caseId = button.closest<HTMLElement>('[data-case]')?.dataset['case'];
    if (caseId === undefined) return;
    const yes = await ask({
      title: `Preparar el ${caseId.replace('-', ' ')}`,
      text: 'El clúster se rehace como este caso lo necesita: se pierde lo que haya ahora en las tres máquinas. Lo que ya has demostrado se conserva.',
      yes: 'Sí, preparar',
    });
    const status = button.parentElement?.querySelector('.action-status');
    const words = { doing: 'Preparando el clúster…', done: 'Clúster preparado.' };
    if (yes) await perform(button, status, words, () => resetLab(store, caseId));
  };

  /** The case that is open, with nothing to lose: its failover was given up. */
  const again = async (button: HTMLButtonElement) => {
    const caseId = store.get().lab?.case;
    if (caseId === undefined) return;
    const words = { doing: 'Preparando el clúster…', done: 'Clúster preparado.' };
    await perform(button, button.parentElement?.querySelector('.action-status'), words, () =>
      resetLab(store, caseId),
    );
  };

  const reset = async (button: HTMLButtonElement) => {
    const yes = await ask({
      title: 'Reiniciar el laboratorio',
      text: 'Las tres máquinas vuelven a su primer estado, con maestro como maestro: se pierde lo que haya ahora en ellas. Lo que ya has demostrado se conserva.',
      yes: 'Sí, reiniciar',
    });
    const status = root.querySelector('[data-reset-status]');
    const words = { doing: 'Reiniciando…', done: 'Laboratorio reiniciado.' };
    if (yes) await perform(button, status, words, () => resetLab(store));
  };

  const network = async (button: HTMLButtonElement) => {
    const node = nodeNames.find((name) => name === button.dataset['node']);
    if (node === undefined) return;
    const cut = button.dataset['cut'] !== 'true';
    const words = cut
      ? { doing: `Cortando la red de ${node}…`, done: `${node} está aislado.` }
      : { doing: `Conectando ${node}…`, done: `${node} vuelve a la red.` };
    await perform(button, button.parentElement?.querySelector('.action-status'), words, () =>
      setNetwork({ node, cut }),
    );
  };

  const power = async (button: HTMLButtonElement) => {
    const node = nodeNames.find((name) => name === button.dataset['node']);
    if (node === undefined) return;
    const words = { doing: `Encendiendo ${node}…`, done: `${node} está encendida.` };
    await perform(button, button.parentElement?.querySelector('.action-status'), words, () =>
      powerOn({ node }),
    );
  };

  const actions: Readonly<Record<string, (button: HTMLButtonElement) => Promise<void>>> = {
    check: (button) =>
      perform(
        button,
        button.parentElement?.querySelector('.action-status'),
        { doing: 'Mirando el clúster…', done: 'Comprobado.' },
        checkNow,
      ),
    prepare,
    again,
    reset,
    person: async () => {
      const reason = await becomeAnother(ask);
      if (reason !== null) show(root.querySelector('[data-reset-status]'), reason, 'bad');
    },
    code: async () => {
      const reason = await showReturnCode(element('#return-code', HTMLDialogElement));
      if (reason !== null) show(root.querySelector('[data-reset-status]'), reason, 'bad');
    },
    network,
    power,
    sentinels: (button) =>
      perform(
        button,
        button.parentElement?.querySelector('.action-status'),
        { doing: 'Arrancando los Sentinels…', done: 'Los Sentinels han arrancado de nuevo.' },
        restartSentinels,
      ),
  };
  root.addEventListener('click', (event) => {
    const button = closest(event, 'button[data-action]');
    if (!(button instanceof HTMLButtonElement) || button.ariaDisabled === 'true') return;
    void actions[button.dataset['action'] ?? '']?.(button);
  });
}
