/** The state of the lab in one line, for the toolbar. */
import type { LabSnapshot } from './store.ts';

export interface Status {
  readonly health: 'good' | 'waiting' | 'bad';
  readonly text: string;
}

export function statusOf({ connected, lab, refusal }: LabSnapshot): Status {
  if (!connected) {
    const lost = lab ? 'Conexión perdida: reintentando…' : 'Sin conexión con el laboratorio';
    return { health: 'bad', text: refusal ?? lost };
  }
  if (!lab) return { health: 'waiting', text: 'Conectando con el laboratorio…' };
  switch (lab.state) {
    case 'starting':
      return { health: 'waiting', text: 'Laboratorio arrancando…' };
    case 'stopped':
      return { health: 'waiting', text: 'Laboratorio en pausa' };
    case 'failed':
      return { health: 'bad', text: lab.error ?? 'El laboratorio no ha podido arrancar' };
    case 'running':
      if (lab.error) return { health: 'bad', text: lab.error };
      return lab.converged
        ? { health: 'good', text: 'Clúster completo' }
        : { health: 'waiting', text: 'Clúster incompleto' };
  }
}
