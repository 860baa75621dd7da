/** Where the page is reached, for a person who has to type it: a machine that listens everywhere has no address called 0.0.0.0. */
import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A name that is not found by then is not one to give out, ms. */
const nameDeadlineMs = 1000;
/** Networks that programs make on this machine for themselves: nobody else is in them. */
const ownNetworks = /^(?:docker|br-|veth|virbr|lxc|lxd|cni|flannel|cali|podman|vmnet|vboxnet)/;

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

export interface ListensAt {
  readonly host: string;
  readonly port: number;
  /** Names that are attended besides addresses. */
  readonly names: readonly string[];
  /** In a container: where its port is published. Its own addresses are of no use to anyone. */
  readonly published: { readonly host: string; readonly port: number | null } | null;
}

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** This machine's addresses in the networks that others share with it; those of IPv6 only where it is listened on. */
function sharedAddresses(interfaces: Interfaces, withIPv6: boolean): string[] {
  const usable = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    ownNetworks.test(name) ? [] : infos.filter(({ internal }) => !internal),
  );
  const of = (family: string) =>
    usable.filter((info) => info.family === family).map(({ address }) => address);
  // An address of one link alone needs the name of each reader's own interface.
  return [...of('IPv4'), ...(withIPv6 ? of('IPv6').filter((address) => !/^fe[89ab]/i.test(address)) : [])];
}

const addressOf = (host: string, port: number): string =>
  `http://${isIPv6(host) ? `[${host}]` : host}:${port}/`;

/** Whether a name leads to this machine, as far as this machine knows. */
async function leadsHere(name: string, addresses: readonly string[]): Promise<boolean> {
  const found = await Promise.race([
    // A name that nobody knows leads nowhere.
    lookup(name, { all: true }).catch(() => []),
    sleep(nameDeadlineMs, [], { ref: false }),
  ]);
  return found.some(({ address }) => addresses.includes(address));
}

/** The addresses to give out, the best first; at least one. */
export async function pageAddresses(
  { host, port, names, published }: ListensAt,
  interfaces: Interfaces = networkInterfaces(),
): Promise<string[]> {
  if (published) {
    const outside = published.port ?? port;
    // What this machine is called outside its container only its names can tell.
    if (!isEverywhere(published.host)) return [addressOf(published.host, outside)];
    return [...names, '<dirección de la máquina>'].map((name) => addressOf(name, outside));
  }
  if (!isEverywhere(host)) return [addressOf(host, port)];
  const addresses = sharedAddresses(interfaces, host === '::');
  const leading = await Promise.all(names.map((name) => leadsHere(name, addresses)));
  const all = [...names.filter((_name, index) => leading[index]), ...addresses];
  return (all.length > 0 ? all : ['127.0.0.1']).map((name) => addressOf(name, port));
}

/** What the server writes when it is ready. @param links of the instructor */
export function readyText(
  addresses: readonly string[],
  classCode: string | null,
  links: readonly string[] = [],
): string {
  const start = 'Curso listo: ';
  const lines = addresses.map(
    (address, index) => `${index === 0 ? start : ' '.repeat(start.length)}${address}`,
  );
  if (classCode !== null) lines.push(`Código de la clase: ${classCode}`);
  const [link] = links;
  if (link !== undefined) lines.push(`Enlace de profesor: ${link}`);
  return `${lines.join('\n')}\n`;
}
