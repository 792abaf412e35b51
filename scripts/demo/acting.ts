import { textAt } from './inside.ts';
import type { LibraryName } from './people.ts';
import { author, caller, minuteMs, type Stage } from './stage.ts';

export interface Proposal {
  readonly library: LibraryName;
  readonly name: string;
  /** The file; without it the prompt of that name. */
  readonly path?: string;
  readonly branch: string;
  readonly message: string;
  readonly text: string;
  readonly environment?: string;
}

/** Branch, commit, change: what a contributor does. Returns the change's id. */
export async function propose(stage: Stage, proposal: Proposal, submit = true): Promise<string> {
  const ben = caller(stage, author);
  const { library, branch, message, text, environment = 'production' } = proposal;
  stage.clock.advance((20 + stage.random.below(60)) * minuteMs);
  const made = await ben('branch.create', { params: { library }, body: { name: branch } });
  await ben('commit.create', {
    params: { library },
    body: {
      branch,
      expectedHead: textAt(made, 'head'),
      message,
      files: [{ path: proposal.path ?? `${proposal.name}.prompt`, text }],
    },
  });
  const change = textAt(
    await ben('change.create', { body: { library, branch, title: message, environment } }),
    'id',
  );
  if (submit) await ben('change.submit', { params: { change }, body: {} });
  return change;
}

export async function review(
  stage: Stage,
  change: string,
  verdict: 'endorse' | 'request_changes',
  comment: string,
): Promise<void> {
  const chiara = caller(stage, 'chiara@northwind.example');
  stage.clock.advance((15 + stage.random.below(150)) * minuteMs);
  const page = await chiara('change.read', { params: { change } });
  await chiara('change.review', {
    params: { change },
    body: { revision: textAt(page, 'revision'), verdict, comment },
  });
}

export async function approve(stage: Stage, change: string): Promise<void> {
  const dana = caller(stage, 'dana@northwind.example');
  stage.clock.advance((10 + stage.random.below(200)) * minuteMs);
  const page = await dana('change.read', { params: { change } });
  const body = {
    revision: textAt(page, 'revision'),
    digest: textAt(page, 'digest'),
    shown: textAt(page, 'shown'),
    comment: '',
  };
  await dana('change.approve', { params: { change }, body });
}

export async function decideAndPublish(stage: Stage, change: string): Promise<void> {
  const praise = ['Reads well.', 'Clear, and the inputs are named.', 'Good. Tried it on three cases.', ''];
  await review(stage, change, 'endorse', stage.random.pick(praise));
  await approve(stage, change);
  stage.clock.advance(5 * minuteMs);
  const eli = caller(stage, 'eli@northwind.example');
  const page = await eli('change.read', { params: { change } });
  await eli('change.publish', {
    params: { change },
    body: { revision: textAt(page, 'revision'), digest: textAt(page, 'digest') },
  });
}

/** A further commit on the branch of a proposal. */
export async function commit(stage: Stage, proposal: Proposal): Promise<void> {
  const ben = caller(stage, author);
  const { library, branch, message, text } = proposal;
  stage.clock.advance((20 + stage.random.below(60)) * minuteMs);
  const path = proposal.path ?? `${proposal.name}.prompt`;
  const asset = await ben('asset.read', { params: { library }, query: { path, ref: branch } });
  const expectedHead = textAt(asset, 'commit');
  await ben('commit.create', {
    params: { library },
    body: { branch, expectedHead, message, files: [{ path, text }] },
  });
}
