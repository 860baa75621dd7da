import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskLimitMet } from './disk-usage.ts';
import { removeTree } from './lab-files.ts';

const most = { bytes: 256 * 1024, files: 50 };
const large = Buffer.alloc(300 * 1024, 1);

describe('what a lab has on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'curso-disco-'));
  });
  afterEach(() => removeTree(folder));
  const met = (...processes: string[]) => diskLimitMet(folder, processes, most);

  it('is too much with too many bytes, or with too many files', async () => {
    expect(await met()).toBe(null);
    writeFileSync(join(folder, 'grande'), large);
    expect(await met()).toBe('disk');
    rmSync(join(folder, 'grande'));
    for (let n = 0; n <= most.files; n += 1) writeFileSync(join(folder, `vacío-${n}`), '');
    expect(await met()).toBe('disk');
  });

  it('is not what a link leads to', async () => {
    mkdirSync(join(folder, 'fuera'));
    writeFileSync(join(folder, 'fuera', 'grande'), large);
    mkdirSync(join(folder, 'dentro'));
    symlinkSync('../fuera', join(folder, 'dentro', 'enlace'));
    expect(await diskLimitMet(join(folder, 'dentro'), [], most)).toBeNull();
  });

  it('is seen also beside and under a name that is not UTF-8', async () => {
    const odd = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]);
    mkdirSync(odd);
    expect(await met()).toBe(null);
    writeFileSync(Buffer.concat([odd, Buffer.from('/grande')]), large);
    expect(await met()).toBe('disk');
  });

  it('is also what was removed and is still open, once', async () => {
    const size = 150 * 1024;
    const script = `exec 3>"$1/borrado"; rm "$1/borrado"; head -c ${size} /dev/zero >&3; echo listo; exec sleep 60`;
    const holder = spawn('sh', ['-c', script, 'sh', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(holder.stdout, 'data');
      expect(await met(`/proc/${holder.pid}`, `/proc/${holder.pid}`)).toBe(null);
      writeFileSync(join(folder, 'con-nombre'), Buffer.alloc(size, 1));
      expect(await met(`/proc/${holder.pid}`)).toBe('disk');
      expect(await met()).toBe(null);
    } finally {
      holder.kill();
    }
  });

  it('goes no deeper than a path may be long, and is removed from deeper', async () => {
    const nest = 'my $name = "x" x 200; for (1 .. 30) { mkdir $name or die; chdir $name or die }';
    execFileSync('perl', ['-e', nest], { cwd: folder });
    expect(await met()).toBe('depth');
    await removeTree(folder);
    expect(existsSync(folder)).toBe(false);
  });
});
