/** Copies the Redis client that the host `cliente` has, with what it needs, into a folder:  node client-packages.mjs FOLDER */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { clientPackages } from '../dist/server/driver/sandbox/tools/client-tools.js';

const folder = process.argv[2];
if (!folder) throw new Error('node client-packages.mjs FOLDER');
for (const [name, from] of clientPackages()) cpSync(from, join(folder, name), { recursive: true });
