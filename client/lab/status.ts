/** The state of the lab in one line, for the toolbar. */
import type { LabSnapshot } from './store.ts';

export interface Status {
  readonly health: 'good' | 'waiting' | 'bad';
  readonly text: string;
}

/** One that is next waits a second: not worth a word. */
function arriving(place: NonNullable<LabSnapshot['lab']>['place']): string {
  if (place === null || place.number < 2) return 'Laboratorio arrancando…';
  const wait = place.seconds === null ? '' : `, en unos ${roughly(place.seconds)}`;
  return `Muchos laboratorios arrancan a la vez: el tuyo es el número ${place.number}${wait}.`;
}

/** `35 s`, `3 min`: no finer than it is known. */
function roughly(seconds: number): string {
  return seconds < 90 ? `${Math.max(5, Math.round(seconds / 5) * 5)} s` : `${Math.round(seconds / 60)} min`;
}

export function statusOf(snapshot: LabSnapshot): Status {
  const { unsaved } = snapshot.lab ?? {};
  const status = ofLab(snapshot);
  if (!snapshot.connected || !unsaved) return status;
  return { health: 'bad', text: status.health === 'bad' ? `${status.text} ${unsaved}` : unsaved };
}

function ofLab({ connected, lab, refusal }: LabSnapshot): Status {
  if (!connected) {
    const lost = lab ? 'Conexión perdida: reintentando…' : 'Sin conexión con el laboratorio';
    return { health: 'bad', text: refusal ?? lost };
  }
  if (!lab) return { health: 'waiting', text: 'Conectando con el laboratorio…' };
  switch (lab.state) {
    case 'starting':
      return { health: 'waiting', text: arriving(lab.place) };
    case 'stopped':
      return { health: 'waiting', text: 'Laboratorio en pausa' };
    case 'failed':
      return { health: 'bad', text: lab.error ?? 'El laboratorio no ha podido arrancar' };
    case 'running':
      if (lab.error) return { health: 'bad', text: lab.error };
      if (lab.tilt) return { health: 'waiting', text: 'Sentinels en TILT' };
      return lab.converged
        ? { health: 'good', text: 'Clúster completo' }
        : { health: 'waiting', text: 'Clúster incompleto' };
  }
}
