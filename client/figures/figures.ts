/** The figures by the names that the slides call them by: `<!-- figura: quorum -->`. */
import type { FunctionComponent } from 'preact';
import { AsynchronousFigure } from './asynchronous.tsx';
import { CrashFigure } from './crash.tsx';
import { DetectionFigure } from './detection.tsx';
import { ElectionFigure } from './election.tsx';
import { QuorumFigure } from './quorum.tsx';
import { RouteFigure } from './route.tsx';

export const figures: Readonly<Record<string, FunctionComponent>> = {
  recorrido: RouteFigure,
  caida: CrashFigure,
  deteccion: DetectionFigure,
  quorum: QuorumFigure,
  eleccion: ElectionFigure,
  asincrona: AsynchronousFigure,
};
