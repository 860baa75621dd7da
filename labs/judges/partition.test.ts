import { expect, it } from 'vitest';
import type { NodeSample } from '../define.ts';
import { key, writtenAlone } from './partition.ts';

const sample = (change: Partial<NodeSample>, value: string | null): NodeSample => ({
  node: 'maestro',
  at: 0,
  cut: true,
  role: 'master',
  keys: { [key]: value },
  noReplicasErrors: 0,
  runId: 'a',
  ...change,
});
const joined = (value: string | null) => sample({ cut: false }, value);
const cut = (value: string | null) => sample({}, value);
const elsewhere = sample({ node: 'replica2', cut: false }, 'nuevo');

it('a write is of the time alone when the node was seen cut off without it', () => {
  const alone = cut('antiguo');
  expect(writtenAlone([joined(null), cut(null), elsewhere, alone])).toEqual([alone]);
  expect(writtenAlone([joined('otro'), cut('otro'), alone])).toEqual([alone]);
});

it('a write that is there at the first look after the cut may be older than the cut', () => {
  expect(writtenAlone([joined(null), cut('antiguo')])).toEqual([]);
  expect(writtenAlone([joined('antiguo'), cut('antiguo')])).toEqual([]);
});

it('each cut is judged by itself', () => {
  expect(writtenAlone([joined(null), cut(null), joined('antiguo'), cut('antiguo')])).toEqual([]);
});

it('a replica writes nothing', () => {
  expect(writtenAlone([joined(null), cut(null), sample({ role: 'slave' }, 'antiguo')])).toEqual([]);
});
