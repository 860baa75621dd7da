/** Everything that can go wrong below the driver interface, by name. Messages are for a person, in Spanish. */
import type { HostName, Service } from '../../labs/define.ts';
import { systemFolders } from '../../scripts/find-program.mjs';
import { CourseError } from '../base/course-error.ts';

export class DriverError extends CourseError {
  override readonly name: string = 'DriverError';
}

export class ProgramMissing extends DriverError {
  override readonly name = 'ProgramMissing';
  /** @param folders where it was looked for @param refused why those that were found will not do */
  constructor(
    readonly program: string,
    folders: readonly string[] = systemFolders,
    refused: readonly string[] = [],
  ) {
    const found = refused.map((reason) => `\n  ${reason}`).join('');
    super(
      `Falta el programa «${program}»: no está en ${folders.join(', ')}. Ejecuta «node scripts/setup.mjs start» para instalarlo.${found}`,
    );
  }
}

export class ServerUnusable extends DriverError {
  override readonly name = 'ServerUnusable';
  constructor(
    readonly program: string,
    reason: string,
  ) {
    super(`${program} no se puede llevar a un laboratorio: ${reason}.`);
  }
}

export class NodeOff extends DriverError {
  override readonly name = 'NodeOff';
  override readonly statusCode = 409;
  constructor(readonly node: HostName) {
    super(`${node} está apagada: se enciende con su botón, en el dibujo del clúster.`);
  }
}

export class PowerChangeFailed extends DriverError {
  override readonly name = 'PowerChangeFailed';
  constructor(
    readonly node: HostName,
    reason: string,
  ) {
    super(`${node} no se ha podido apagar o encender: ${reason}`);
  }
}

export class NamespacesForbidden extends DriverError {
  override readonly name = 'NamespacesForbidden';
  constructor(options?: ErrorOptions) {
    super(
      'El núcleo de esta máquina no permite crear espacios de nombres de usuario. Ejecuta «node scripts/setup.mjs» para ver cómo permitirlos.',
      options,
    );
  }
}

export class ArchitectureUnsupported extends DriverError {
  override readonly name = 'ArchitectureUnsupported';
  constructor(readonly processor: string) {
    super(
      `No hay filtro de llamadas al sistema para el procesador «${processor}»: los laboratorios solo corren en x86_64 y aarch64.`,
    );
  }
}

export class FilterRefused extends DriverError {
  override readonly name = 'FilterRefused';
  constructor(options?: ErrorOptions) {
    super(
      'El núcleo de esta máquina no admite filtros de llamadas al sistema (seccomp), y sin ellos no se abre ningún laboratorio.',
      options,
    );
  }
}

/** The server goes on without: see resource-monitor.ts. */
export class ControlGroupUnusable extends DriverError {
  override readonly name = 'ControlGroupUnusable';
  constructor(
    readonly folder: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `Los laboratorios van sin grupos de control: el que se ha delegado, ${folder}, no sirve (${reason}). Arranca el curso solo en un grupo suyo: docs/operar.md dice cómo.`,
      options,
    );
  }
}

export class LabMissing extends DriverError {
  override readonly name = 'LabMissing';
  constructor(readonly lab: string) {
    super(`No existe el laboratorio «${lab}».`);
  }
}

export class LabIdInvalid extends DriverError {
  override readonly name = 'LabIdInvalid';
  constructor(readonly lab: string) {
    super(
      `«${lab}» no sirve como nombre de laboratorio: solo letras minúsculas, cifras y guiones, hasta 64.`,
    );
  }
}

export class LabStartFailed extends DriverError {
  override readonly name = 'LabStartFailed';
  override readonly statusCode = 503;
  constructor(
    readonly lab: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`El laboratorio «${lab}» no ha arrancado: ${reason}`, options);
  }
}

export class LabNotWritten extends DriverError {
  override readonly name = 'LabNotWritten';
  override readonly statusCode = 503;
  constructor(reason: string, options?: ErrorOptions) {
    super(`El laboratorio no se ha podido preparar: ${reason}. Avisa a quien lo administra.`, options);
  }
}

export class LabRunning extends DriverError {
  override readonly name = 'LabRunning';
  override readonly statusCode = 409;
  constructor(readonly lab: string) {
    super(`El laboratorio «${lab}» está en marcha: hay que pararlo antes.`);
  }
}

export class LabNotRunning extends DriverError {
  override readonly name = 'LabNotRunning';
  override readonly statusCode = 503;
  constructor(readonly lab: string) {
    super(`El laboratorio «${lab}» está parado.`);
  }
}

export class ServiceRefused extends DriverError {
  override readonly name = 'ServiceRefused';
  override readonly statusCode = 503;
  constructor(
    readonly node: HostName,
    readonly service: Service,
    options?: ErrorOptions,
  ) {
    super(`${service === 'redis' ? 'Redis' : 'Sentinel'} no acepta conexiones en ${node}.`, options);
  }
}

export class FileUnreadable extends DriverError {
  override readonly name = 'FileUnreadable';
  constructor(
    readonly node: HostName,
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(`No se puede leer ${path} en ${node}.`, options);
  }
}

export class SpawnFailed extends DriverError {
  override readonly name = 'SpawnFailed';
  constructor(
    readonly node: HostName,
    program: string,
    options?: ErrorOptions,
  ) {
    super(`No se puede ejecutar «${program}» en ${node}.`, options);
  }
}

export class NetworkChangeFailed extends DriverError {
  override readonly name = 'NetworkChangeFailed';
  constructor(
    readonly node: HostName,
    reason: string,
  ) {
    super(`No se ha podido cambiar la red de ${node}: ${reason}`);
  }
}

export class ClockSetBack extends DriverError {
  override readonly name = 'ClockSetBack';
  constructor(readonly minutes: number) {
    const ago = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
    super(
      `El reloj de la máquina se ha atrasado ${ago}, y hasta que vuelva a dar esa hora Sentinel no acaba ningún failover. Pulsa «Reiniciar laboratorio».`,
    );
  }
}

/** A lab uses as much of something as it may. */
export abstract class LimitMet extends DriverError {
  /** Whether the lab was turned off for it: the kernel itself does not hold that limit. */
  abstract readonly ends: boolean;
}

const inGiB = (bytes: number): string => `${bytes / 1024 ** 3} GiB`;
const whatHelps = 'Pulsa «Reiniciar laboratorio».';

export class ProcessLimitMet extends LimitMet {
  override readonly name = 'ProcessLimitMet';
  readonly ends = false;
  constructor(limit: number) {
    super(
      `Este laboratorio ha llegado a su límite de ${limit} procesos y no puede empezar más. Termina algunos, o pulsa «Reiniciar laboratorio».`,
    );
  }
}

export class MemoryLimitMet extends LimitMet {
  override readonly name = 'MemoryLimitMet';
  readonly ends = true;
  constructor(limit: number) {
    super(
      `Este laboratorio ha pasado de ${inGiB(limit)} de memoria, que es su límite, y se ha apagado. ${whatHelps}`,
    );
  }
}

export class DiskLimitMet extends LimitMet {
  override readonly name = 'DiskLimitMet';
  readonly ends = true;
  constructor(bytes: number, files: number) {
    super(
      `Este laboratorio ha pasado de ${inGiB(bytes)} de disco o de ${files} ficheros, que es su límite, y se ha apagado. ${whatHelps}`,
    );
  }
}

export class DepthLimitMet extends LimitMet {
  override readonly name = 'DepthLimitMet';
  readonly ends = true;
  /** @param limit of a path, bytes */
  constructor(limit: number) {
    super(
      `Este laboratorio tiene carpetas dentro de carpetas hasta pasar de ${limit} bytes de ruta, que es su límite, y se ha apagado. ${whatHelps}`,
    );
  }
}
