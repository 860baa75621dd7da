// Escribe un número cada 100 ms en el maestro que digan los Sentinels, y apunta qué fue de cada uno.
// Lo hace dos veces a la vez: un escritor se fía del OK del maestro; el otro espera además a una réplica (WAIT 1).
import { appendFileSync } from 'node:fs';
import { setTimeout as pausa } from 'node:timers/promises';
import { Redis } from 'ioredis';

const nodos = ['maestro', 'replica1', 'replica2'];

function conectar() {
  const redis = new Redis({
    // El nombre del maestro, y a quién preguntar dónde está
    name: 'cursoredis',
    sentinels: nodos.map((host) => ({ host, port: 26379 })),
    // Al perderlo se pregunta otra vez, cada 100 ms
    retryStrategy: () => 100,
    sentinelRetryStrategy: () => 100,
    connectTimeout: 500,
    commandTimeout: 500,
    // Sin conexión, la escritura falla en el acto
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  return redis.on('error', () => {});
}

async function escribir(redis, clave, n, wait) {
  await redis.sadd(clave, n);
  if (!wait) return 'ok';
  const copias = await redis.wait(1, 300);
  return copias >= 1 ? 'ok' : 'sin-copia';
}

const apuntar = (linea) => appendFileSync('/root/escrituras.jsonl', `${JSON.stringify(linea)}\n`);
const cuenta = { directo: { ok: 0, perdidas: 0 }, wait: { ok: 0, perdidas: 0 } };

function fallo(redis, error) {
  // Silencio: puede haber otro maestro.
  if (/timed out/.test(error.message)) redis.disconnect(true);
  return 'error';
}

async function escritor(nombre, wait) {
  const redis = conectar();
  const clave = `escrituras:${nombre}`;
  const confirmadas = [];
  let fallaba = true;
  while (redis.status !== 'ready') await pausa(50);
  await redis.del(clave).catch(() => {});
  for (let n = 1; ; n += 1) {
    const antes = Date.now();
    const fin = await escribir(redis, clave, n, wait).catch((error) => fallo(redis, error));
    if (fin === 'ok') confirmadas.push(n);
    apuntar({ escritor: nombre, n, at: antes, fin });
    // Tras un corte, el maestro puede ser otro: ¿tiene todo lo que se confirmó?
    if (fin === 'ok' && fallaba) await repasar(redis, clave, nombre, confirmadas);
    if (fin !== 'sin-copia') fallaba = fin === 'error';
    cuenta[nombre].ok = confirmadas.length;
    await pausa(Math.max(0, antes + 100 - Date.now()));
  }
}

async function repasar(redis, clave, nombre, confirmadas) {
  const esta = await redis.smismember(clave, ...confirmadas).catch(() => null);
  if (!esta) return;
  const perdidas = confirmadas.filter((_, i) => esta[i] === 0);
  for (const n of perdidas) confirmadas.splice(confirmadas.indexOf(n), 1);
  cuenta[nombre].perdidas += perdidas.length;
  apuntar({ escritor: nombre, at: Date.now(), repaso: confirmadas.length, perdidas });
}

apuntar({ empieza: Date.now() });
setInterval(() => {
  const texto = Object.entries(cuenta).map(
    ([quien, { ok, perdidas }]) => `${quien}: ${ok} bien, ${perdidas} perdidas`,
  );
  process.stdout.write(`\r\x1b[K${texto.join('  ·  ')}`);
}, 500);
process.stdout.write('Escribiendo. Ctrl+C para terminar.\n');
escritor('directo', false);
escritor('wait', true);
