/** @jsxRuntime automatic @jsxImportSource preact */
/** The cluster of a recording as it was at one of its times, in the picture of the live one. */
import type { ClusterHistory } from '../lab/cluster-store.ts';
import { snapshotAt } from '../lab/cluster-store.ts';
import { inColumns } from '../topology/arrangement.ts';
import { electionAt } from '../topology/election.ts';
import { ClusterPicture } from '../topology/picture.tsx';
import { sceneOf } from '../topology/scene.ts';
import { captionOf } from '../topology/words.ts';

/** In the picture's units: narrow, for its text is to be read from the back row. */
const width = 440;

/** `at`: ms since the Unix epoch. */
export function clusterAt(history: ClusterHistory, at: number) {
  const nodes = snapshotAt(history.moments, at);
  return { nodes, election: electionAt(history.events, nodes, at) };
}

export const captionAt = (history: ClusterHistory, at: number): string => {
  const { nodes, election } = clusterAt(history, at);
  return captionOf(nodes, election);
};

/** `id`: one of its own on the page. */
export function RecordedCluster(props: {
  readonly id: string;
  readonly history: ClusterHistory;
  readonly at: number;
}) {
  const { nodes, election } = clusterAt(props.history, props.at);
  const scene = sceneOf(nodes, election, inColumns(nodes.length, width));
  return <ClusterPicture id={props.id} name="Clúster grabado" scene={scene} />;
}
