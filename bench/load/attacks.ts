/** What a lab's owner may do to the machine, typed into the shells of that lab. */
import type { HostName } from '../../labs/define.ts';
import { hostNames } from '../../protocol/names.ts';

export interface Attack {
  readonly what: string;
  /** What is typed, and where; the first host's shell without one. */
  readonly lines: readonly { readonly on: HostName; readonly type: string }[];
}

const on = (host: HostName, type: string) => ({ on: host, type });
const onAll = (type: string) => hostNames.map((host) => on(host, type));
const fill = "for n = 1, 100000 do redis.call('SET', 'k' .. n, n) end";

export const attacks: readonly Attack[] = [
  { what: 'bomba de procesos', lines: [on('maestro', 'bomba() { bomba | bomba & }; bomba')] },
  {
    what: 'bomba de memoria',
    lines: [
      on(
        'maestro',
        `for _ in 1 2 3 4 5 6; do perl -e 'my $x = "x" x shift; sleep 60' 220000000 & done; wait`,
      ),
    ],
  },
  {
    what: 'disco lleno: ficheros grandes',
    lines: [on('maestro', 'for n in 1 2 3 4 5 6 7 8; do head -c 250M /dev/zero >/root/lleno-$n; done')],
  },
  {
    what: 'disco lleno: muchos ficheros',
    lines: [on('maestro', `cd /root; perl -e 'for (1..30000) { open my $f, ">", "f$_" }'`)],
  },
  {
    what: 'dieciséis `yes` en cuatro terminales',
    lines: onAll('for _ in 1 2 3; do yes & done; yes'),
  },
  { what: 'servicios parados (kill -STOP)', lines: onAll('pkill -STOP redis') },
  {
    what: '100 000 claves, sin parar',
    lines: [on('maestro', `while :; do redis-cli EVAL "${fill}" 0; done`)],
  },
  {
    what: 'un valor de 1 GB, trozo a trozo',
    lines: [
      on(
        'maestro',
        'redis-cli CONFIG SET proto-max-bulk-len 2gb; redis-cli CONFIG SET maxmemory 0; redis-cli SETRANGE enorme 1000000000 x',
      ),
    ],
  },
];
