import { join } from 'node:path';
import { type Anchor, bucketAnchor, fileAnchor, gitAnchor } from './ledger/index.ts';
import type { Settings } from './platform/settings.ts';

/** Everything outside the database that remembers the newest checkpoints, as the settings say. */
export function anchorsOf({
  dataFolder,
  anchors,
  remoteAnchors: { git, bucket },
}: Pick<Settings, 'dataFolder' | 'anchors' | 'remoteAnchors'>): Anchor[] {
  return [
    ...[join(dataFolder, 'anchors'), ...anchors].map(fileAnchor),
    ...git.map((place) => gitAnchor(place, join(dataFolder, 'anchor-copies'))),
    ...(bucket === undefined ? [] : [bucketAnchor(bucket)]),
  ];
}
