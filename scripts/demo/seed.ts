import { randomBytes } from 'node:crypto';
import type { ManualClock } from '../../src/platform/clock.ts';
import type { House } from '../../src/server.ts';
import { sampleAssets } from './assets.ts';
import { type Input, insideClient, textAt } from './inside.ts';
import { type Email, type LibraryName, libraries, organization, people, restrictedGrants } from './people.ts';
import { type SamplePrompt, samplePrompts } from './prompts.ts';
import { seeded } from './random.ts';
import { makeTeams } from './teams.ts';

/** What `demo.json` holds. Scripts rely on this form. */
export interface DemoFile {
  address: string;
  readonly organization: string;
  readonly people: readonly {
    name: string;
    email: string;
    password: string;
    roles: readonly string[];
    key: string;
  }[];
  readonly app: { readonly key: string };
  readonly prompts: readonly string[];
  readonly restricted: string;
}

type Call = (id: string, input?: Input) => Promise<unknown>;

interface Stage {
  readonly clock: ManualClock;
  readonly random: ReturnType<typeof seeded>;
  readonly as: ReadonlyMap<Email, Call>;
  readonly app: Call;
  readonly appKey: string;
  readonly say: (sentence: string) => void;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
export const historyDays = 24;

function caller(stage: Stage, email: Email): Call {
  const call = stage.as.get(email);
  if (call === undefined) throw new Error(`invariant: ${email} is one of the sample people`);
  return call;
}

/** Makes Northwind: people, libraries, prompts with history, changes in every state, some weeks of executions. */
export async function seedNorthwind(
  house: House,
  clock: ManualClock,
  say: (sentence: string) => void,
): Promise<Omit<DemoFile, 'address'>> {
  const random = seeded(20_260_901);
  const { staff, stage } = await makePeople(house, clock, random, say);
  await makeTeams(caller(stage, 'amara@northwind.example'), staff);
  await makeLibraries(stage, staff);
  for (const prompt of samplePrompts) await publishAll(stage, prompt);
  for (const asset of sampleAssets) await decideAndPublish(stage, await propose(stage, asset));
  say('Replaying three weeks of executions …');
  await replayExecutions(stage, Date.now() - 72 * hourMs);
  await rehearse(stage);
  await leaveChangesOpen(stage);
  await replayExecutions(stage, Date.now() - hourMs);
  return {
    organization: organization.name,
    people: staff.map(({ name, email, password, roles, key }) => ({ name, email, password, roles, key })),
    app: { key: stage.appKey },
    prompts: samplePrompts.map((prompt) => `${prompt.library}/${prompt.name}`),
    restricted: 'legal',
  };
}

interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: Email;
  readonly password: string;
  readonly roles: readonly string[];
  readonly key: string;
}

const newPassword = () => `northwind-${randomBytes(9).toString('base64url')}`;

async function makePeople(
  house: House,
  clock: ManualClock,
  random: Stage['random'],
  say: Stage['say'],
): Promise<{ staff: Member[]; stage: Stage }> {
  const [first, ...others] = people;
  const password = newPassword();
  const founded = await house.access.createOrganization({
    name: organization.name,
    displayName: organization.displayName,
    admin: { displayName: first.name, email: first.email, password },
  });
  const adminKey = await house.access.mintFirstKey(founded.admin.id, founded.organization.id, 'Demo');
  const admin = insideClient(house, adminKey);
  const staff: Member[] = [{ ...first, id: founded.admin.id, password, key: adminKey }];
  const as = new Map<Email, Call>([[first.email, admin]]);
  for (const person of others) {
    clock.advance(7 * minuteMs);
    const member = await addPerson(house, admin, person);
    staff.push(member);
    as.set(person.email, insideClient(house, member.key));
  }
  const desk = await admin('app.create', { body: { displayName: 'Service desk', role: 'viewer' } });
  const key = await admin('key.create', { body: { displayName: 'Service desk', app: textAt(desk, 'id') } });
  const appKey = textAt(key, 'secret');
  return { staff, stage: { clock, random, as, app: insideClient(house, appKey), appKey, say } };
}

async function addPerson(house: House, admin: Call, person: (typeof people)[number]): Promise<Member> {
  const password = newPassword();
  const [role, ...more] = person.roles;
  const made = await admin('person.create', {
    body: { displayName: person.name, email: person.email, password, role },
  });
  const id = textAt(made, 'id');
  for (const another of more)
    await admin('grant.create', { body: { principal: id, role: another, scope: { kind: 'organization' } } });
  const key = await house.access.mintFirstKey(
    id,
    textAt(await admin('session.read'), 'organization', 'id'),
    'Demo',
  );
  return { ...person, id, password, key };
}

async function makeLibraries(stage: Stage, staff: readonly Member[]): Promise<void> {
  const admin = caller(stage, 'amara@northwind.example');
  for (const library of libraries) {
    stage.clock.advance(11 * minuteMs);
    await admin('library.create', { body: library });
  }
  for (const { email, role } of restrictedGrants) {
    const member = staff.find((one) => one.email === email);
    if (member === undefined) continue;
    await admin('grant.create', {
      body: {
        principal: member.id,
        role,
        scope: { kind: 'library', library: 'legal' },
        reason: 'works on contracts',
      },
    });
  }
}

const author = 'ben@northwind.example';

/** Every text of a prompt becomes a published version, some hours apart. */
async function publishAll(stage: Stage, prompt: SamplePrompt): Promise<void> {
  for (const [index, { message, text }] of prompt.texts.entries()) {
    const branch = `${prompt.name}-${index + 1}`;
    const change = await propose(stage, { ...prompt, branch, message, text });
    await decideAndPublish(stage, change);
  }
}

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
async function propose(stage: Stage, proposal: Proposal, submit = true): Promise<string> {
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

async function review(
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

async function approve(stage: Stage, change: string): Promise<void> {
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

async function decideAndPublish(stage: Stage, change: string): Promise<void> {
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

/** Some executions each working day, more of them as weeks pass, mostly by the service desk's app. */
async function replayExecutions(stage: Stage, untilMs: number): Promise<void> {
  const open = samplePrompts.filter((prompt) => prompt.library !== 'legal');
  const legal = samplePrompts.filter((prompt) => prompt.library === 'legal');
  const runners: readonly Call[] = [
    stage.app,
    stage.app,
    stage.app,
    caller(stage, 'chiara@northwind.example'),
    caller(stage, author),
    caller(stage, 'dana@northwind.example'),
  ];
  while (stage.clock.now().getTime() < untilMs) {
    const weekend = [0, 6].includes(stage.clock.now().getUTCDay());
    const hour = stage.clock.now().getUTCHours();
    const busy = !weekend && hour >= 7 && hour < 18;
    stage.clock.advance((busy ? 25 + stage.random.below(70) : 300) * minuteMs);
    if (!busy) continue;
    const confidential = stage.random.next() < 0.08;
    const prompt = stage.random.pick(confidential ? legal : open);
    const run = confidential ? caller(stage, 'dana@northwind.example') : stage.random.pick(runners);
    await run('execution.create', {
      body: {
        prompt: `${prompt.library}/${prompt.name}@production`,
        variables: stage.random.pick(prompt.inputs),
      },
    });
  }
}

/** Two versions are tried in staging; one of them is promoted to production, the other waits there. */
async function rehearse(stage: Stage): Promise<void> {
  const tried = [
    {
      index: 5,
      as: 'call-follow-up',
      branch: 'call-follow-up',
      line: 'End with one question for the caller.',
      message: 'Add the follow-up of a call',
    },
    {
      index: 9,
      as: undefined,
      branch: 'plan-rollback',
      line: 'Say how long each way back takes.',
      message: 'Ask how long each way back takes',
    },
  ] as const;
  for (const { index, as, branch, line, message } of tried) {
    const prompt = samplePrompts[index];
    const last = prompt?.texts.at(-1);
    if (prompt === undefined || last === undefined) throw new Error('invariant: the sample prompt exists');
    const { library, name } = prompt;
    const text = `${last.text.trimEnd()}\n${line}\n`;
    const proposal = { library, name: as ?? name, branch, message, text, environment: 'staging' };
    await decideAndPublish(stage, await propose(stage, proposal));
  }
  const ben = caller(stage, author);
  const body = {
    library: 'engineering',
    branch: 'plan-rollback',
    title: 'Promote the plan with times',
    environment: 'production',
  };
  const change = textAt(await ben('change.create', { body }), 'id');
  await ben('change.submit', { params: { change }, body: {} });
  await decideAndPublish(stage, change);
}

/** One change in every state that a change can wait in, so that every inbox has something to do. */
async function leaveChangesOpen(stage: Stage): Promise<void> {
  const edit = (index: number, line: string): { library: LibraryName; name: string; text: string } => {
    const prompt = samplePrompts[index];
    const last = prompt?.texts.at(-1);
    if (prompt === undefined || last === undefined) throw new Error('invariant: the sample prompt exists');
    return { library: prompt.library, name: prompt.name, text: `${last.text.trimEnd()}\n${line}\n` };
  };
  const draft = {
    ...edit(2, 'End with one question to the reader.'),
    branch: 'newsletter-question',
    message: 'End the opening with a question',
  };
  await propose(stage, draft, false);
  await propose(stage, {
    ...edit(4, 'If it is about medicine, urgency is high.'),
    branch: 'triage-medicine',
    message: 'Medicine is always urgent',
  });
  const objected = await propose(stage, {
    ...edit(6, 'Never recommend more than 200 euros.'),
    branch: 'refund-limit',
    message: 'Limit what we recommend',
  });
  await review(stage, objected, 'request_changes', 'The limit differs by country. Please name the source.');
  const approved = await propose(stage, {
    ...edit(8, 'Say what we changed so that it does not happen again.'),
    branch: 'incident-lesson',
    message: 'Say what we learned',
  });
  await review(stage, approved, 'endorse', 'Yes, people ask for exactly this.');
  await approve(stage, approved);
  const reviewed = await propose(stage, {
    ...edit(10, 'Name the law that would apply.'),
    branch: 'clause-law',
    message: 'Name the law that applies',
  });
  await review(stage, reviewed, 'endorse', 'Useful for counsel. Approval is for legal to give.');
  const rejected = await propose(stage, {
    ...edit(3, 'Offer a voucher of 20 euros.'),
    branch: 'complaint-voucher',
    message: 'Offer a voucher at once',
  });
  const dana = caller(stage, 'dana@northwind.example');
  const page = await dana('change.read', { params: { change: rejected } });
  await dana('change.reject', {
    params: { change: rejected },
    body: { revision: textAt(page, 'revision'), comment: 'We promise nothing about money in a first reply.' },
  });
  const withdrawn = await propose(stage, {
    ...edit(1, 'Mention the price.'),
    branch: 'blurb-price',
    message: 'Mention the price',
  });
  await caller(stage, author)('change.withdraw', { params: { change: withdrawn }, body: {} });
}
