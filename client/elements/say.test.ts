import { expect, it } from 'vitest';
import { piecesOf } from './say.ts';

const fixedIn = (text: string) => piecesOf(text).flatMap((piece) => (piece.fixed ? [piece.text] : []));

it.each([
  ['Escribe SENTINEL FAILOVER cursoredis en uno de los Sentinels.', ['SENTINEL FAILOVER cursoredis']],
  ['Falta el +odown de replica2 (192.168.157.148:6379).', ['+odown', 'replica2', '192.168.157.148:6379']],
  ['down-after-milliseconds vale 5 s en redis-cli.', ['down-after-milliseconds', 'redis-cli']],
  ['El clúster está completo: 2 réplicas en línea.', []],
  // `maestro` and `cliente` are hosts where they have no article, and what a host is where they have one.
  ['El maestro es maestro, con 2 réplicas en línea.', ['maestro']],
  ['El maestro, replica1, no responde; ningún Sentinel lo da por caído todavía.', ['replica1']],
  ['El maestro pasó de maestro a replica2, pero porque se pidió.', ['maestro', 'replica2']],
  [
    'Votos de la época 5: maestro 2, replica1 1; hacen falta 2. Dirige maestro.',
    ['maestro', 'replica1', 'maestro'],
  ],
  [
    'Los Sentinels no están de acuerdo: maestro y replica1 creen en maestro.',
    ['maestro', 'replica1', 'maestro'],
  ],
  ['Los Sentinels tienen por maestro a maestro.', ['maestro']],
  ['Maestro da por caído al maestro.', ['Maestro']],
  ['Replica1 ahora es maestro; maestro vuelve a la red.', ['Replica1', 'maestro']],
  ['Apaga el Redis del maestro, que ahora es maestro.', ['maestro']],
  ['El maestro maestro ha caído y no debe ocurrir nada más.', ['maestro']],
  ['Hay un maestro nuevo, sin maestro anterior: nadie es maestro, y no hubo otro cambio de maestro.', []],
  ['maestro ha vuelto a la red sin que los otros eligieran maestro.', ['maestro']],
  [
    'Adaptado a tu clúster: donde el curso dice maestro, aquí es replica2. Tu maestro actual es maestro.',
    ['maestro', 'replica2', 'maestro'],
  ],
  ['Las tres máquinas vuelven a su primer estado, con maestro como maestro.', ['maestro']],
  ['Cortando la red de maestro…', ['maestro']],
  ['maestro · shell no tiene conexión con el servidor.', ['maestro']],
  ['Hay una cuarta máquina, cliente, sin Redis ni Sentinel.', ['cliente']],
  [
    'El programa de cliente está parado. En el shell de cliente: node contador.mjs.',
    ['cliente', 'cliente', 'node contador.mjs'],
  ],
  // What is to be typed, whole.
  [
    'En el redis-cli de maestro: SET pedido antiguo. En el del maestro nuevo: SET pedido nuevo',
    ['redis-cli', 'maestro', 'SET pedido antiguo', 'SET pedido nuevo'],
  ],
  ['Cura la red: «particion curar» en su shell.', ['particion curar']],
  ['En el shell de maestro: particion cortar. Después espera.', ['maestro', 'particion cortar']],
  [
    'En el shell de maestro: kill -9 $(cat /run/redis.pid). En el de replica2: particion curar. Después espera.',
    ['maestro', 'kill -9 $(cat /run/redis.pid)', 'replica2', 'particion curar'],
  ],
  [
    'En el Sentinel de replica1: SENTINEL FAILOVER y el nombre del maestro, cursoredis.',
    ['replica1', 'SENTINEL FAILOVER', 'cursoredis'],
  ],
  [
    'En el shell de maestro: grep sentinel\\ monitor /etc/sentinel.conf\nEn el redis-cli de maestro: INFO Replication',
    ['maestro', 'grep sentinel\\ monitor /etc/sentinel.conf', 'redis-cli', 'maestro', 'INFO Replication'],
  ],
  [
    'Levántalos con rc-service redis-sentinel start, o prepara el caso de nuevo.',
    ['rc-service redis-sentinel start'],
  ],
  ['Con las dos réplicas paradas, intenta SET clave valor.', ['SET clave valor']],
  ['SENTINEL SET solo cambia el Sentinel al que se le dice.', ['SENTINEL SET']],
  [
    'replica2 dice role:slave; se espera role:master, y master_link_status up.',
    ['replica2', 'role:slave', 'role:master', 'master_link_status'],
  ],
  [
    'Solo queda el Sentinel de replica1, con quorum 1, y marca s_down a los de maestro y replica2.',
    ['replica1', 'quorum', 's_down', 'maestro', 'replica2'],
  ],
  [
    'Pregunta a cada Sentinel: SENTINEL GET-MASTER-ADDR-BY-NAME cursoredis.',
    ['SENTINEL GET-MASTER-ADDR-BY-NAME cursoredis'],
  ],
  [
    'Falta +try-failover; mira INFO replication. Si pone «not connected>», repite.',
    ['+try-failover', 'INFO replication', 'not connected>'],
  ],
  ['', []],
])('in «%s» a translator leaves %j', (text, names) => {
  expect(fixedIn(text)).toEqual(names);
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});
