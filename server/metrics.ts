/** What the service counts of itself, as Prometheus reads it. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Read at the moment someone asks. */
export interface Readings {
  /** Labs of learners that are on, those of the pool, and all that have files. */
  running(): number;
  warm(): number;
  existing(): Promise<number>;
  learners(): number;
  terminals(): number;
  /** Labs that wait to be made or turned on, and how many are at once. */
  startsWaiting(): number;
  startsAtOnce(): number;
}

export interface Metrics {
  /** The whole of it, as text, and its content type. */
  text(): Promise<string>;
  readonly contentType: string;
  /** An answer was given. Making a lab and turning one on are requests too, so this has their latency. */
  answered(route: string, method: string, status: number, seconds: number): void;
  /** Someone proved a check for the first time. */
  proven(): void;
  /** A request could not be answered as asked. */
  fault(code: string): void;
}

/** Seconds: from a static file to a lab that has not converged. */
const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 20];

export function createMetrics(readings: Readings): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'curso_laboratorios',
    help: 'Laboratorios por estado: encendidos, de reserva y en pausa (solo ficheros)',
    labelNames: ['estado'],
    registers,
    async collect() {
      const [running, warm] = [readings.running(), readings.warm()];
      this.set({ estado: 'encendido' }, running);
      this.set({ estado: 'reserva' }, warm);
      // Without its progress the service says so elsewhere: what can be counted still is.
      const existing = await readings.existing().catch(() => Number.NaN);
      this.set({ estado: 'pausa' }, Math.max(0, existing - running - warm));
    },
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge(
    'curso_estudiantes_presentes',
    'Estudiantes con el laboratorio encendido, o apagado hace poco',
    readings.learners,
  );
  gauge('curso_terminales', 'Programas abiertos en terminales', readings.terminals);
  gauge(
    'curso_laboratorios_en_espera',
    'Laboratorios que esperan su turno para arrancar',
    readings.startsWaiting,
  );
  gauge(
    'curso_laboratorios_a_la_vez',
    'Cuántos se arrancan a la vez, según lo que tardan',
    readings.startsAtOnce,
  );
  const answers = new Histogram({
    name: 'curso_peticion_segundos',
    help: 'Duración de las peticiones HTTP por ruta; reset es preparar un laboratorio',
    labelNames: ['ruta', 'metodo', 'estado'],
    buckets,
    registers,
  });
  const proofs = new Counter({
    name: 'curso_comprobaciones_demostradas_total',
    help: 'Comprobaciones demostradas por primera vez',
    registers,
  });
  const faults = new Counter({
    name: 'curso_fallos_total',
    help: 'Respuestas 5xx, por código',
    labelNames: ['codigo'],
    registers,
  });
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    answered: (ruta, metodo, estado, seconds) => answers.observe({ ruta, metodo, estado }, seconds),
    proven: () => proofs.inc(),
    fault: (codigo) => faults.inc({ codigo }),
  };
}
