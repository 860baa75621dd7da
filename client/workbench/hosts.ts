/** The addresses of the learner's nodes, from the lab itself: asked for once, when a log needs them. */
import type { NodeAddress } from '../../protocol/names.ts';
import { nodes } from './names.ts';

function isHost(value: unknown): value is NodeAddress {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'name' in value &&
    'address' in value &&
    nodes.some((node) => node === value.name) &&
    typeof value.address === 'string'
  );
}

async function ask(): Promise<readonly NodeAddress[]> {
  const response = await fetch('/api/lab');
  const lab: unknown = await response.json();
  if (typeof lab !== 'object' || lab === null || !('nodes' in lab) || !Array.isArray(lab.nodes)) return [];
  return lab.nodes.filter(isHost).map(({ name, address }) => ({ name, address }));
}

let known: Promise<readonly NodeAddress[]> | null = null;

/** Empty when the lab does not say; then it is asked again the next time. */
export async function loadHosts(): Promise<readonly NodeAddress[]> {
  known ??= ask().catch(() => []);
  const hosts = await known;
  if (hosts.length === 0) known = null;
  return hosts;
}
