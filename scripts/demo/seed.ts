import { randomBytes } from 'node:crypto';
import type { ManualClock } from '../../src/platform/clock.ts';
import type { House } from '../../src/server.ts';
import { decideAndPublish, propose } from './acting.ts';
import { sampleAssets } from './assets.ts';
import { breakGlass, prepareForOutage, schedule, takeBack } from './going-live.ts';
import { insideClient, textAt } from './inside.ts';
import { type Email, libraries, organization, people, restrictedGrants } from './people.ts';
import { makePolicy } from './policy.ts';
import { type SamplePrompt, samplePrompts } from './prompts.ts';
import { seeded } from './random.ts';
import { author, type Call, caller, hourMs, minuteMs, type Stage } from './stage.ts';
import { makeTeams } from './teams.ts';
import { leaveUnfinished } from './unfinished.ts';

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

export const historyDays = 24;

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
  await makePolicy(stage);
  await takeBack(stage);
  await prepareForOutage(stage);
  await leaveUnfinished(stage);
  await schedule(stage);
  await replayExecutions(stage, Date.now() - 3 * hourMs);
  await breakGlass(stage);
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
  const ids = new Map<Email, string>(staff.map(({ email, id }) => [email, id]));
  return { staff, stage: { clock, random, as, ids, app: insideClient(house, appKey), appKey, say } };
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

/** Every text of a prompt becomes a published version, some hours apart. */
async function publishAll(stage: Stage, prompt: SamplePrompt): Promise<void> {
  for (const [index, { message, text }] of prompt.texts.entries()) {
    const branch = `${prompt.name}-${index + 1}`;
    const change = await propose(stage, { ...prompt, branch, message, text });
    await decideAndPublish(stage, change);
  }
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
    const stepMs = (busy ? 25 + stage.random.below(70) : 300) * minuteMs;
    stage.clock.advance(Math.min(stepMs, untilMs - stage.clock.now().getTime()));
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
