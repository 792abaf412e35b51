import { createClient } from '../../../clients/sdk/src/index.ts';
import { textAt } from '../../../scripts/demo/inside.ts';
import type { Player, Stage } from './people.ts';

/** What happens by the way in a story, through the API. */

export interface Proposal {
  readonly library: string;
  readonly name: string;
  readonly branch: string;
  readonly title: string;
  /** Gives the new text from the published one. */
  readonly edit: (text: string) => string;
}

const clientOf = ({ address }: Stage, { key }: Player) => createClient({ address, key });

/** Commits an edit of what a branch holds to that branch. */
export async function commit(
  stage: Stage,
  player: Player,
  { library, name, branch, title, edit }: Proposal,
): Promise<void> {
  const client = clientOf(stage, player);
  const asset = await client.get(
    `/api/v1/libraries/${library}/asset?path=${name}.prompt&ref=${encodeURIComponent(branch)}`,
  );
  await client.post(`/api/v1/libraries/${library}/commits`, {
    branch,
    expectedHead: textAt(asset, 'commit'),
    message: title,
    files: [{ path: `${name}.prompt`, text: edit(textAt(asset, 'text')) }],
  });
}

/** Branch, commit, change, submitted. @returns the change's id */
export async function propose(stage: Stage, player: Player, proposal: Proposal): Promise<string> {
  const client = clientOf(stage, player);
  const { library, branch, title } = proposal;
  await client.post(`/api/v1/libraries/${library}/branches`, { name: branch });
  await commit(stage, player, proposal);
  const change = textAt(await client.post('/api/v1/changes', { library, branch, title }), 'id');
  await client.post(`/api/v1/changes/${change}/submit`, {});
  return change;
}

/** A prompt that only this story knows: written by Ben, reviewed, approved, published. Stories that rename, delete or hand over use one. */
export async function publishNew(stage: Stage, library: string, name: string): Promise<void> {
  const { ben, chiara, dana, eli } = stage.players;
  const client = clientOf(stage, ben);
  const opening = { library, branch: `add-${name}`, title: `Add ${name}` };
  const made = await client.post(`/api/v1/libraries/${library}/branches`, { name: opening.branch });
  await client.post(`/api/v1/libraries/${library}/commits`, {
    branch: opening.branch,
    expectedHead: textAt(made, 'head'),
    message: opening.title,
    files: [{ path: `${name}.prompt`, text: 'Say {{word}}.\n' }],
  });
  const change = textAt(await client.post('/api/v1/changes', opening), 'id');
  await client.post(`/api/v1/changes/${change}/submit`, {});
  await endorse(stage, chiara, change);
  await publish(stage, dana, eli, change);
}

/** The reviewer endorses what the change holds now. */
export async function endorse(stage: Stage, reviewer: Player, change: string): Promise<void> {
  const client = clientOf(stage, reviewer);
  const revision = textAt(await client.get(`/api/v1/changes/${change}`), 'revision');
  await client.post(`/api/v1/changes/${change}/review`, { revision, verdict: 'endorse' });
}

/** Approves and publishes what the change holds now. */
export async function publish(
  stage: Stage,
  approver: Player,
  publisher: Player,
  change: string,
): Promise<void> {
  const path = `/api/v1/changes/${change}`;
  const page = await clientOf(stage, approver).get(path);
  const revision = textAt(page, 'revision');
  const digest = textAt(page, 'digest');
  await clientOf(stage, approver).post(`${path}/approve`, { revision, digest, shown: textAt(page, 'shown') });
  await clientOf(stage, publisher).post(`${path}/publish`, { revision, digest });
}

/** Runs a published prompt. @returns the execution's id */
export async function execute(
  stage: Stage,
  player: Player,
  prompt: string,
  variables: Record<string, string>,
): Promise<string> {
  const body = { prompt: `${prompt}@production`, variables };
  return textAt(await clientOf(stage, player).post('/api/v1/executions', body), 'id');
}
