import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectFolder } from '../server/base/project-folder.ts';
import { launcherCommand } from './find-program.mjs';
import { explainNamespaces, explainSystem } from './namespaces.mjs';
import { commandsToType, labNeeds, missing, testNeeds } from './packages.mjs';

/** On a machine that has Node and the libraries that it needs: no apt, no sudo, no Redis. */
function onBareMachine(mode: string) {
  const shown = ['/usr/lib', '/usr/lib64', '/lib', '/lib64', join(projectFolder(), 'scripts')];
  const args = [...shown, realpathSync(process.execPath)].flatMap((path) => ['--ro-bind-try', path, path]);
  const command = [realpathSync(process.execPath), join(projectFolder(), 'scripts/setup.mjs'), mode];
  return spawnSync('bwrap', [...args, '--proc', '/proc', '--dev', '/dev', ...command], { encoding: 'utf8' });
}

describe('setup', () => {
  it('finds this machine ready after the tests were prepared', () => {
    expect(missing([...labNeeds, ...testNeeds])).toEqual([]);
  });

  it.each([
    [
      'apt-get',
      "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends redis-server redis-tools bubblewrap iproute2",
    ],
    ['dnf', "sudo sh -c 'dnf install -y redis bubblewrap iproute util-linux"],
    ['pacman', "sudo sh -c 'pacman -S --needed --noconfirm valkey bubblewrap"],
    ['apk', "sudo sh -c 'apk add redis bubblewrap iproute2 util-linux util-linux-misc setpriv"],
  ])('says the one command to type where it may not install: %s', (manager, command) => {
    const text = commandsToType(labNeeds, [manager]);
    expect(text).toContain(command);
    expect(text.match(/sudo/g)).toHaveLength(1);
  });

  it('says all four where it knows no package manager', () => {
    expect(commandsToType(labNeeds, []).match(/sudo sh -c/g)).toHaveLength(4);
  });

  it('gives up with 1 and the command to type, where programs are missing and nothing can install them', () => {
    const { status, stderr } = onBareMachine('start');
    expect(status).toBe(1);
    expect(stderr).toMatch(/Faltan programas \(redis-server, redis-cli, bwrap/);
    expect(stderr).toContain('apk add');
  });

  it('needs no script of npm before or after another, which `ignore-scripts=true` leaves out', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(projectFolder(), 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({
      scripts: {
        start: expect.stringMatching(/^node scripts\/setup\.mjs start && exec /),
        dev: expect.stringMatching(/^node scripts\/setup\.mjs dev && exec /),
      },
    });
    const text = JSON.stringify(manifest);
    expect(text).not.toMatch(/"(pre|post)(start|test|build|install|pare)"/);
  });

  it('offers first what lets this course alone make labs, where AppArmor lets nobody', () => {
    const ubuntu = (name: string) => (name === 'kernel.apparmor_restrict_unprivileged_userns' ? '1' : null);
    const [, , first] = explainNamespaces(ubuntu, false).split('\n');
    expect(first).toBe('  1. permíteselos solo a este curso: sudo sh deploy/apparmor/instala');
    expect(explainNamespaces(ubuntu, true)).toContain('instala contenedor');
    // The profile is of the one program through which all of a lab is started, by its own name.
    const launcher = join(projectFolder(), 'server/driver/launcher.pl');
    expect(readFileSync(join(projectFolder(), 'deploy/apparmor/curso-redis-sentinel'), 'utf8')).toContain(
      '"@CARPETA@/server/driver/launcher.pl"',
    );
    expect(launcherCommand(projectFolder())).toEqual([launcher]);
    expect(spawnSync(launcher, ['run', 'echo', 'hecho'], { encoding: 'utf8' }).stdout).toBe('hecho\n');
  });

  it('has in .devcontainer what the image and the container of a class have', () => {
    const read = (path: string) => readFileSync(join(projectFolder(), path), 'utf8');
    const base = /^ARG NODE_IMAGE=.*$/m;
    expect(base.exec(read('.devcontainer/Dockerfile'))?.[0]).toBe(base.exec(read('Dockerfile'))?.[0]);
    const { clase } = parse(read('docker-compose.yml')).services;
    const options = clase.security_opt.map(
      (option: string) => `--security-opt=${option.replace(/\$\{\w+:-(\w+)\}/, '$1')}`,
    );
    const { runArgs } = JSON.parse(read('.devcontainer/devcontainer.json'));
    expect([...runArgs].sort()).toEqual([...options, '--cap-drop=ALL'].sort());
  });

  it.each([
    ['darwin', 'una máquina virtual con Debian o Ubuntu'],
    ['win32', 'WSL 2'],
  ])(
    'names on %s what the README recommends there first, and then what else there is',
    (platform, second) => {
      const lines = explainSystem(platform)?.split('\n') ?? [];
      expect(lines).toEqual([
        expect.stringContaining('Linux'),
        '  1. con Docker: docker compose up',
        expect.stringContaining(second),
      ]);
      expect(explainSystem('linux')).toBeNull();
    },
  );
});
