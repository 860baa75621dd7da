/** What can go wrong between the server and machines that exist already, by name. Messages are for a person, in Spanish. */
import type { HostName } from '../../../labs/define.ts';
import { DriverError } from '../errors.ts';

export class HostsFileInvalid extends DriverError {
  override readonly name = 'HostsFileInvalid';
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path} no sirve: ${reason}. Hay un ejemplo en labs/hosts.example.yaml.`, options);
  }
}

export class KeyUnusable extends DriverError {
  override readonly name = 'KeyUnusable';
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`No se puede usar la clave SSH ${path}: ${reason}.`, options);
  }
}

export class HostKeyMissing extends DriverError {
  override readonly name = 'HostKeyMissing';
  constructor(
    readonly lab: string,
    readonly node: HostName,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`No se sabe cuál es la clave de ${node} en «${lab}»: ${reason}.`, options);
  }
}

export class HostKeyChanged extends DriverError {
  override readonly name = 'HostKeyChanged';
  constructor(
    readonly lab: string,
    readonly node: HostName,
    address: string,
  ) {
    super(
      `La clave de ${node} (${address}), de «${lab}», no es la que está fijada: o la máquina se ha reinstalado, o responde otra en su lugar. Si se ha reinstalado, pon su clave nueva en el fichero de máquinas; si no, no te fíes de ella.`,
    );
  }
}

export class HostUnreachable extends DriverError {
  override readonly name = 'HostUnreachable';
  override readonly statusCode = 503;
  constructor(
    readonly lab: string,
    readonly node: HostName,
    address: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`No se llega por SSH a ${node} (${address}), de «${lab}»: ${reason}.`, options);
  }
}

export class HostLacks extends DriverError {
  override readonly name = 'HostLacks';
  constructor(
    readonly lab: string,
    readonly node: HostName,
    what: string,
  ) {
    super(`A ${node}, de «${lab}», le falta algo para servir de laboratorio: ${what}.`);
  }
}

export class HostCommandFailed extends DriverError {
  override readonly name = 'HostCommandFailed';
  constructor(
    readonly node: HostName,
    readonly exit: number | null,
    stderr: string,
    options?: ErrorOptions,
  ) {
    super(`Una orden del curso ha fallado en ${node} (${exit ?? 'sin respuesta'}): ${stderr}`, options);
  }
}

export class NoLabFree extends DriverError {
  override readonly name = 'NoLabFree';
  override readonly statusCode = 503;
  constructor(readonly labs: number) {
    super(
      `${labs === 1 ? 'El único laboratorio está ocupado' : `Los ${labs} laboratorios están ocupados`}. En cuanto quede uno libre será tuyo.`,
    );
  }
}
