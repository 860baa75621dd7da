/** The file that says which machines are labs: `labs/hosts.example.yaml` explains each line. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { hosts } from '../../../labs/cluster.ts';
import { HostsFileInvalid } from './errors.ts';

/** One word of OpenSSH's configuration: what is not one could bring a line of its own. */
const Word = Type.String({ pattern: '^[A-Za-z0-9_.:@%-]+$' });
/** `ssh-ed25519 AAAA…`, with or without a comment. */
const PublicKey = Type.String({ pattern: '^[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\\n]*)?$' });
const Path = Type.String({ pattern: '^[^\\n"]+$' });

const HostEntry = Type.Object(
  {
    address: Word,
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })),
    user: Type.Optional(Word),
    hostKey: Type.Optional(PublicKey),
    hostKeyFile: Type.Optional(Path),
  },
  { additionalProperties: false },
);

const LabEntry = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,31}$' }),
    redis: Type.Optional(Type.Union([Type.Literal('direct'), Type.Literal('ssh')])),
    hosts: Type.Object(
      { maestro: HostEntry, replica1: HostEntry, replica2: HostEntry, cliente: HostEntry },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);

const HostsFile = Type.Object(
  { key: Path, publicKey: Type.Optional(Path), labs: Type.Array(LabEntry, { minItems: 1 }) },
  { additionalProperties: false },
);

export type HostEntry = Static<typeof HostEntry>;
export type LabEntry = Static<typeof LabEntry>;
export type HostsFile = Static<typeof HostsFile>;

const schema = Compile(HostsFile);

function parsed(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new HostsFileInvalid(path, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** What a schema cannot say. */
function mistake({ labs }: HostsFile): string | null {
  const names = labs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) return `hay dos laboratorios «${twice}»`;
  for (const lab of labs) {
    const wrong = hosts.find(({ name }) => {
      const { hostKey, hostKeyFile } = lab.hosts[name];
      return (hostKey === undefined) === (hostKeyFile === undefined);
    });
    if (wrong) return `${wrong.name} de «${lab.name}» necesita hostKey o hostKeyFile, y solo uno de los dos`;
  }
  return null;
}

/** Reads and checks it; paths in it count from its own folder. @throws HostsFileInvalid */
export function readHostsFile(path: string): HostsFile {
  const content = parsed(path);
  if (!schema.Check(content)) {
    const [first] = schema.Errors(content);
    throw new HostsFileInvalid(path, `${first?.instancePath ?? '/'}: ${first?.message ?? 'no se entiende'}`);
  }
  const wrong = mistake(content);
  if (wrong) throw new HostsFileInvalid(path, wrong);
  const at = (file: string) => resolve(dirname(path), file);
  const located = (entry: HostEntry): HostEntry =>
    entry.hostKeyFile === undefined ? entry : { ...entry, hostKeyFile: at(entry.hostKeyFile) };
  return {
    key: at(content.key),
    ...(content.publicKey === undefined ? {} : { publicKey: at(content.publicKey) }),
    labs: content.labs.map((lab) => ({
      ...lab,
      hosts: {
        maestro: located(lab.hosts.maestro),
        replica1: located(lab.hosts.replica1),
        replica2: located(lab.hosts.replica2),
        cliente: located(lab.hosts.cliente),
      },
    })),
  };
}
