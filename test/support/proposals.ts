import { type Reply, type TestHouse, textAt } from './house.ts';

/** A change in the making: who wrote it, and where. */
export interface Proposal {
  readonly library: string;
  readonly branch: string;
  readonly change: string;
}

/** How many proposals each house has: workers keep their modules, and a house's names are its own. */
const proposals = new WeakMap<TestHouse, number>();

/** A prompt of a few lines, different each time. */
export function promptText(line: string): string {
  return `---\nmodel: simulated-fast\ndescription: ${line}\ninput:\n  schema:\n    topic: string\n---\n{{role "user"}}\n${line}: {{topic}}\n`;
}

/** Commits one file to a branch as somebody; gives the new head. */
export async function commit(
  house: TestHouse,
  key: string,
  library: string,
  branch: string,
  file: { readonly path: string; readonly text: string },
): Promise<string> {
  const params = { library };
  const listed = await house.done(key, 'branch.list', { params, query: { limit: '200' } });
  const { items } = branchList(listed);
  const found = items.find((item) => item.name === branch);
  const expectedHead =
    found?.head ?? textAt(await house.done(key, 'branch.create', { params, body: { name: branch } }), 'head');
  const body = { branch, expectedHead, message: `Edit ${file.path}`, files: [file] };
  return textAt(await house.done(key, 'commit.create', { params, body }), 'head');
}

function branchList(listed: unknown): { items: { name: string; head: string }[] } {
  const items: { name: string; head: string }[] = [];
  const raw: unknown = typeof listed === 'object' && listed !== null ? Reflect.get(listed, 'items') : [];
  for (const item of Array.isArray(raw) ? raw : [])
    items.push({ name: textAt(item, 'name'), head: textAt(item, 'head') });
  return { items };
}

/** Branch, commit, change and (unless told otherwise) submission, by one author. */
export async function propose(
  house: TestHouse,
  key: string,
  library: string,
  options: { readonly path?: string; readonly text?: string; readonly submit?: boolean } = {},
): Promise<Proposal> {
  const made = (proposals.get(house) ?? 0) + 1;
  proposals.set(house, made);
  const branch = `work-${made}`;
  const path = options.path ?? `prompt-${made}.prompt`;
  await commit(house, key, library, branch, { path, text: options.text ?? promptText(`Line ${made}`) });
  const opened = await house.done(key, 'change.create', {
    body: { library, branch, title: `Change ${made}` },
  });
  const change = textAt(opened, 'id');
  if (options.submit !== false) await house.done(key, 'change.submit', { params: { change }, body: {} });
  return { library, branch, change };
}

/** What a decider's page said, to be sent back. */
export async function seen(house: TestHouse, key: string, change: string) {
  const page = await house.done(key, 'change.read', { params: { change } });
  return {
    page,
    revision: textAt(page, 'revision'),
    digest: textAt(page, 'digest'),
    shown: textAt(page, 'shown'),
    state: textAt(page, 'state'),
  };
}

export async function review(
  house: TestHouse,
  key: string,
  change: string,
  verdict: 'endorse' | 'request_changes' = 'endorse',
): Promise<Reply> {
  const { revision } = await seen(house, key, change);
  return house.call(key, 'change.review', { params: { change }, body: { revision, verdict } });
}

export async function approve(house: TestHouse, key: string, change: string): Promise<Reply> {
  const { revision, digest, shown } = await seen(house, key, change);
  return house.call(key, 'change.approve', { params: { change }, body: { revision, digest, shown } });
}

export async function publish(house: TestHouse, key: string, change: string): Promise<Reply> {
  const { revision, digest } = await seen(house, key, change);
  return house.call(key, 'change.publish', { params: { change }, body: { revision, digest } });
}

/** The whole road: proposed, endorsed, approved and published by four people. */
export async function publishPrompt(
  house: TestHouse,
  library: string,
  path: string,
  text: string,
): Promise<Proposal> {
  const { contributor, reviewer, approver, publisher } = house.northwind.people;
  const proposal = await propose(house, contributor.key, library, { path, text });
  const acts = [
    await review(house, reviewer.key, proposal.change),
    await approve(house, approver.key, proposal.change),
    await publish(house, publisher.key, proposal.change),
  ];
  for (const reply of acts)
    if (reply.status !== 200) throw new Error(`publishing ${path} answered ${reply.status}: ${reply.text}`);
  return proposal;
}
