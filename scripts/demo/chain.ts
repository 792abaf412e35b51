import { writeFile } from 'node:fs/promises';
import { createClient, verifyBundle } from '@countersign/sdk';
import OpenAI from 'openai';
import { samplePrompts } from './prompts.ts';
import type { DemoFile } from './seed.ts';

/** What the chain works with: a server that runs, and the people of Northwind with their keys. */
export interface ChainParts {
  readonly address: string;
  readonly demo: DemoFile;
  /** Where the proof is written, so that it can be checked again by hand. */
  readonly proofFile: string;
  readonly say: (sentence: string) => void;
}

type Person = DemoFile['people'][number];

/**
 * The chain of one governed execution, over HTTP, as five different principals: written by one person, reviewed, approved and published by
 * three others, run by an app with the official OpenAI client, proven offline.
 */
export async function runChain(parts: ChainParts): Promise<void> {
  const { address, demo, say } = parts;
  const as = (role: string) => clientOf(address, personWith(demo, role));
  say('\nOne governed execution, from end to end:\n');
  const change = await propose(parts);
  const params = { change };
  await refusal('1b', say, 'tries to approve the own change', personWith(demo, 'contributor'), async () => {
    const page = await as('contributor').call('change.read', { params });
    await as('contributor').call('change.approve', { params, body: bindings(page) });
  });
  const { revision } = await as('reviewer').call('change.read', { params });
  const endorsement = { revision, verdict: 'endorse' as const, comment: 'Short and kind.' };
  await as('reviewer').call('change.review', { params, body: endorsement });
  step(say, '2', personWith(demo, 'reviewer'), 'reviewed it');
  const shown = await as('approver').call('change.read', { params });
  await as('approver').call('change.approve', { params, body: bindings(shown) });
  step(say, '3', personWith(demo, 'approver'), 'approved exactly these bytes');
  const { digest } = shown;
  const published = await as('publisher').call('change.publish', { params, body: { revision, digest } });
  const number = published.versions[0]?.number;
  step(
    say,
    '4',
    personWith(demo, 'publisher'),
    `published it: marketing/${promptName}@${number} is production`,
  );
  const execution = await run(parts);
  await prove(parts, execution);
}

const promptName = 'thank-you-note';

async function propose({ address, demo, say }: ChainParts): Promise<string> {
  const person = personWith(demo, 'contributor');
  const client = clientOf(address, person);
  const branch = `thank-you-${Date.now().toString(36)}`;
  const params = { library: 'marketing' };
  const made = await client.call('branch.create', { params, body: { name: branch } });
  await client.call('commit.create', {
    params,
    body: {
      branch,
      expectedHead: made.head,
      message: 'Add the thank-you note',
      files: [{ path: `${promptName}.prompt`, text: thankYouNote() }],
    },
  });
  const title = 'Add the thank-you note';
  const { id: change } = await client.call('change.create', { body: { ...params, branch, title } });
  await client.call('change.submit', { params: { change }, body: {} });
  step(say, '1', person, `wrote marketing/${promptName} on a branch and opened a change`);
  return change;
}

function thankYouNote(): string {
  const [sample] = samplePrompts;
  const front = sample?.texts[0]?.text.split('---')[1] ?? '';
  const head = front
    .replace(/description: .*/, 'description: Write a thank-you note to a customer')
    .replace(
      / {2}schema:\n(?: {4}.*\n)+/,
      '  schema:\n    customer: string, first name of the customer\n    reason: string, what we thank for\n',
    );
  return `---${head}---\n{{role "user"}}\nWrite a two-sentence thank-you note to {{customer}} for {{reason}}.\n`;
}

async function run({ address, demo, say }: ChainParts): Promise<string> {
  const client = new OpenAI({ baseURL: `${address}/openai/v1`, apiKey: demo.app.key });
  const request = {
    model: `prompt:marketing/${promptName}@production`,
    messages: [],
    variables: { customer: 'Ines', reason: 'three years of mornings at our depot' },
  };
  const { data, response } = await client.chat.completions.create(request).withResponse();
  const execution = response.headers.get('countersign-execution') ?? '';
  say(`  5  Service desk (an app, with the official OpenAI client) ran it:`);
  say(`       ${(data.choices[0]?.message.content ?? '').replaceAll('\n', '\n       ')}`);
  say(`       recorded as ${execution} before this answer was released`);
  return execution;
}

async function prove({ address, demo, proofFile, say }: ChainParts, execution: string): Promise<void> {
  const auditor = clientOf(address, personWith(demo, 'auditor'));
  const { key } = await auditor.call('ledger.head', {});
  const bundle = await auditor.call('execution.prove', { params: { execution } });
  await writeFile(proofFile, `${JSON.stringify(bundle, null, 2)}\n`);
  const answer = await verifyBundle(bundle, { key });
  if (!answer.ok) throw new Error(`invariant: the proof of the demo verifies: ${answer.sentence}`);
  step(
    say,
    '6',
    personWith(demo, 'auditor'),
    `verified ${answer.entries.length} entries offline, under a checkpoint of ${answer.treeSize}:`,
  );
  for (const { index, entry } of answer.entries)
    say(`       ${String(index).padStart(6)}  ${entry.at}  ${entry.action}`);
  say(`       the proof is in ${proofFile}; check it yourself: npx countersign ledger verify ${proofFile}`);
}

function personWith(demo: DemoFile, role: string): Person {
  const person = demo.people.find((candidate) => candidate.roles.includes(role));
  if (person === undefined) throw new Error(`invariant: somebody is ${role}`);
  return person;
}

const clientOf = (address: string, person: Person) => createClient({ address, key: person.key });

/** What an approval sends back of the page it was made on. */
function bindings({ revision, digest, shown }: { revision: string; digest: string; shown: string }) {
  return { revision, digest, shown, comment: '' };
}

function step(say: ChainParts['say'], number: string, person: Person, what: string): void {
  say(`  ${number.padEnd(3)}${person.name} (${person.roles.join(', ')}) ${what}`);
}

/** Shows that something is refused; that it is not would be a bug. */
async function refusal(
  number: string,
  say: ChainParts['say'],
  what: string,
  person: Person,
  work: () => Promise<void>,
): Promise<void> {
  const refused = await work().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refused instanceof Error)) throw new Error(`invariant: ${person.name} ${what} and is refused`);
  step(say, number, person, `${what}: refused. ${refused.message}`);
}
