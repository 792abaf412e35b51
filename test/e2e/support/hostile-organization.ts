import { type Client, createClient } from '../../../clients/sdk/src/index.ts';
import { gitClient } from '../../support/git-client.ts';
import { hostileTexts, markedText, outside } from '../../support/hostile-texts.ts';
import { listAt, textAt } from '../../support/house.ts';
import { signIn } from './browser.ts';
import type { Stage } from './people.ts';

/** What stands in the organization, for addresses. */
export interface HostilePlaces {
  readonly commit: string;
  readonly change: string;
  readonly draft: string;
  readonly execution: string;
  readonly entry: string;
  readonly person: string;
  readonly branches: { readonly ours: string; readonly theirs: string };
}

const library = 'ocean';
export const folder = '"onmouseover=window.pwned=1 <b>';
export const file = '<img src=x onerror=window.pwned=1>.txt';
export const everything = Object.values(hostileTexts)
  .filter((text) => text !== hostileTexts.terminal)
  .join('\n\n');

/** Of these, what can be published: a check refuses what reorders or hides text (AT-15). The rest stands on a branch. */
const publishable = everything.replace(/[\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/gu, '');

const quoted = (text: string) => JSON.stringify(text);

/** A prompt that has hostile words wherever a prompt has words. */
const promptOf = (line: string, words: string) => `---
model: simulated-fast
description: ${quoted(hostileTexts.script)}
input:
  schema:
    topic: ${quoted(`string, ${hostileTexts.markdownImage}`)}
  default:
    topic: ${quoted(hostileTexts.svg)}
countersign:
  owner: ${quoted(hostileTexts.frame)}
  purpose: ${quoted(hostileTexts.link)}
  tags: [${quoted(hostileTexts.image)}, ${quoted('"><svg onload=window.pwned=1>')}]
---
{{role "system"}}
${line}
${words}
{{role "user"}}
{{topic}}
{{media url="${outside}/m.png"}}
`;

const skillOf = (words: string) => `---
name: swim
description: ${quoted(hostileTexts.script)}
---
${words}
`;
const workflow = `apiVersion: countersign/v1
kind: Workflow
metadata:
  name: swim
  purpose: ${quoted(hostileTexts.svg)}
  riskTier: low
spec:
  limits: {maxCostUsd: 1, maxDuration: 1d}
  steps:
    - id: draft
      prompt: {ref: prompt:ocean/evil}
`;
const evaluation = `description: ${quoted(hostileTexts.frame)}
prompts: [ocean/evil]
tests:
  - description: ${quoted(hostileTexts.image)}
    vars:
      topic: ${quoted(hostileTexts.link)}
    assert:
      - type: contains
        value: ${quoted(hostileTexts.endOfScript)}
`;
const rules = `@id("swim")
@mode("enforce")
@reason("${hostileTexts.image.replaceAll('"', '')}")
permit (principal, action, resource);
`;

/** Fills the organization of `otto` with hostile texts, on the roads that people take: the API, and a push with the stock git. */
export async function fillHostileOrganization(stage: Stage): Promise<HostilePlaces> {
  const admin = createClient({ address: stage.address, key: stage.players.otto.key });
  const join = async (displayName: string, role: string) => {
    const email = `${role}@ocean.example`;
    const password = 'a password of the deep';
    const id = textAt(await admin.post('/api/v1/people', { displayName, email, password, role }), 'id');
    const cookie = await signIn(stage.address, { ...stage.players.otto, email, password });
    const key = await keyOf(stage.address, cookie, displayName);
    return { id, key, client: createClient({ address: stage.address, key }) };
  };
  const writer = await join(hostileTexts.anchor, 'contributor');
  const reviewer = await join(hostileTexts.attribute.trim(), 'reviewer');
  const approver = await join(hostileTexts.bidirectional, 'approver');
  const publisher = await join(hostileTexts.constructed, 'publisher');
  await admin.post('/api/v1/apps', { displayName: hostileTexts.cdata, role: 'viewer' });
  await admin.post('/api/v1/environments', {
    name: 'deep',
    displayName: hostileTexts.comment,
    description: hostileTexts.base,
    position: 15,
  });
  await admin.post('/api/v1/libraries', {
    name: library,
    visibility: 'open',
    displayName: hostileTexts.endOfScript,
    description: hostileTexts.style,
  });
  const decide = async (change: string) => {
    const path = `/api/v1/changes/${change}`;
    await writer.client.post(`${path}/submit`, {});
    const revision = textAt(await reviewer.client.get(path), 'revision');
    const comment = everything.slice(0, 20_000);
    await reviewer.client.post(`${path}/review`, { revision, verdict: 'endorse', comment });
    const page = await approver.client.get(path);
    const seen = { revision, digest: textAt(page, 'digest') };
    await approver.client.post(`${path}/approve`, { ...seen, shown: textAt(page, 'shown'), comment });
    await publisher.client.post(`${path}/publish`, seen);
  };
  await propose(writer.client, 'one', files('First line')).then(decide);
  const change = await propose(writer.client, 'two', files('Second line'));
  await writer.client.post(`/api/v1/changes/${change}/comments`, { text: everything });
  await writer.client.post(`/api/v1/changes/${change}/comments`, {
    text: hostileTexts.math,
    path: 'evil.prompt',
    line: 3,
    replacement: everything.slice(0, 20_000),
  });
  await branchFrom(writer.client, 'three', files('Third line, in another way', everything));
  await decide(change);
  const draft = await push(stage.address, writer.key);
  const body = { prompt: `${library}/evil@production`, variables: { topic: everything } };
  const execution = textAt(await admin.post('/api/v1/executions', body), 'id');
  return {
    change,
    draft: draft === '' ? change : draft,
    execution,
    person: writer.id,
    commit: textAt(await admin.get(`/api/v1/libraries/${library}/commits?ref=main`), 'items', 0, 'commit'),
    entry: textAt(listAt(await admin.get('/api/v1/entries?action=change.comment'), 'items')[0], 'id'),
    branches: { ours: 'three', theirs: 'main' },
  };
}

export const files = (line: string, words = publishable): Record<string, string> => ({
  'evil.prompt': promptOf(line, words),
  'swim/SKILL.md': skillOf(words),
  'swim.workflow.yaml': workflow,
  'swim.eval.yaml': evaluation,
  'swim.cedar': rules,
  [`${folder}/${file}`]: `${line}\n${hostileTexts.page}\n`,
  'picture.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=1"><!-- ${line} --></svg>\n`,
});

async function branchFrom(client: Client, branch: string, texts: Record<string, string>): Promise<void> {
  const made = await client.post(`/api/v1/libraries/${library}/branches`, { name: branch });
  await client.post(`/api/v1/libraries/${library}/commits`, {
    branch,
    expectedHead: textAt(made, 'head'),
    message: `${hostileTexts.image}\n\n${everything}`.slice(0, 4_000),
    files: Object.entries(texts).map(([path, text]) => ({ path, text })),
  });
}

async function propose(client: Client, branch: string, texts: Record<string, string>): Promise<string> {
  await branchFrom(client, branch, texts);
  const title = markedText;
  const opened = await client.post('/api/v1/changes', { library, branch, title, description: everything });
  return textAt(opened, 'id');
}

/** A push that opens a change. @returns the change's id as git printed it, or nothing */
async function push(address: string, key: string): Promise<string> {
  const git = gitClient();
  try {
    const remote = `${address.replace('//', `//x:${key}@`)}/git/ocean/${library}.git`;
    await git.git('.', 'clone', '-q', remote, 'pushed');
    await git.git('pushed', 'checkout', '-q', '-b', 'pushed');
    await git.commit('pushed', `${hostileTexts.svg}\n\n${hostileTexts.endOfScript}`, {
      [`${folder}/pushed ${file}`]: hostileTexts.page,
    });
    const title = `title=${hostileTexts.svg}`;
    const { code, err } = await git.run('pushed', 'push', '-o', 'change', '-o', title, 'origin', 'pushed');
    if (code !== 0) throw new Error(`the push was refused: ${err}`);
    return /chg_[0-9a-z]+/.exec(err)?.[0] ?? '';
  } finally {
    git.remove();
  }
}

/** A key that somebody makes for themselves, as the web app does it. */
async function keyOf(address: string, cookie: string, displayName: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: address, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ displayName }),
  });
  return textAt(await response.json(), 'secret');
}
