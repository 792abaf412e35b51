import type { ManualClock } from '../../src/platform/clock.ts';
import type { House } from '../../src/server.ts';
import { decideAndPublish, propose } from './acting.ts';
import { addPerson, newPassword } from './add-person.ts';
import { sampleAssets } from './assets.ts';
import { setBudgets } from './budgets.ts';
import { makeCopies } from './copies.ts';
import { makeDataRules, meetDataRules } from './data.ts';
import { runEvaluations } from './evaluations.ts';
import { breakGlass, prepareForOutage, schedule, takeBack } from './going-live.ts';
import { insideClient, textAt } from './inside.ts';
import { keepAndForget } from './keeping.ts';
import { type Months, startMonths } from './months.ts';
import { type Email, libraries, organization, people, restrictedGrants } from './people.ts';
import { makePolicy } from './policy.ts';
import { type SamplePrompt, samplePrompts } from './prompts.ts';
import { setProviders } from './providers.ts';
import { setValues, startRatings } from './quality.ts';
import { seeded } from './random.ts';
import { makeRoles } from './roles.ts';
import { setUpSignOn } from './sign-on.ts';
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

/** Months, so that figures over weeks have something to say. COUNTERSIGN_TEST_DEMO_DAYS=24 makes a short history, sooner. */
export const historyDays = Number(process.env.COUNTERSIGN_TEST_DEMO_DAYS ?? 130);
/** What is replayed one by one at the end, with everything that happens between. */
const recentDays = 24;
const isLong = (clock: ManualClock) => Date.now() - clock.now().getTime() > 90 * 86_400_000;
const openPrompts = samplePrompts.filter((prompt) => prompt.library !== 'legal');

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
  const ben = staff.find(({ email }) => email === 'ben@northwind.example');
  await makeRoles(caller(stage, 'amara@northwind.example'), ben?.id, clock.now());
  const ratings = startRatings();
  const months = isLong(clock) ? await startMonths(house, stage, ratings) : undefined;
  if (months !== undefined) say('Living through four months of sample data …');
  for (const [at, prompt] of samplePrompts.entries())
    await publishAll(stage, prompt, months, samplePrompts.slice(0, at));
  for (const asset of sampleAssets) await decideAndPublish(stage, await propose(stage, asset));
  await makeCopies(stage);
  await months?.pass(Math.floor((Date.now() - clock.now().getTime()) / 86_400_000) - recentDays, openPrompts);
  if (months !== undefined) await ratings.judge(house, stage);
  await setValues(stage);
  await setBudgets(stage);
  await setProviders(stage);
  say('Replaying three weeks of executions …');
  // What follows takes its time too: more than three days of it.
  await replayExecutions(stage, Date.now() - 120 * hourMs, months);
  if (months === undefined) await ratings.judge(house, stage);
  await rehearse(stage);
  await runEvaluations(stage);
  await makePolicy(stage);
  await makeDataRules(stage);
  await takeBack(stage);
  await prepareForOutage(stage);
  await leaveUnfinished(stage);
  await schedule(stage);
  await keepAndForget(stage);
  await replayExecutions(stage, Date.now() - 3 * hourMs, months);
  await breakGlass(stage);
  await setUpSignOn(house, stage);
  await meetDataRules(stage);
  if (clock.now().getTime() > Date.now())
    throw new Error(`the sample reaches to ${clock.now().toISOString()}`);
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
  const deskId = textAt(desk, 'id');
  return { staff, stage: { clock, random, as, ids, app: insideClient(house, appKey), appKey, deskId, say } };
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

/** Every text of a prompt becomes a published version: some hours apart, or days in which people use what is there. */
async function publishAll(
  stage: Stage,
  prompt: SamplePrompt,
  months: Months | undefined,
  before: readonly SamplePrompt[],
): Promise<void> {
  const usable = before.filter(({ library }) => library !== 'legal');
  for (const [index, { message, text }] of prompt.texts.entries()) {
    const branch = `${prompt.name}-${index + 1}`;
    const change = await propose(stage, { ...prompt, branch, message, text });
    await decideAndPublish(stage, change);
    await months?.pass(
      5,
      index === 0 ? usable : [...usable, prompt].filter(({ library }) => library !== 'legal'),
    );
  }
}

/** Some executions each working day, more of them as weeks pass, mostly by the service desk's app. */
async function replayExecutions(stage: Stage, untilMs: number, months: Months | undefined): Promise<void> {
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
  let today = '';
  while (stage.clock.now().getTime() < untilMs) {
    const weekend = [0, 6].includes(stage.clock.now().getUTCDay());
    const hour = stage.clock.now().getUTCHours();
    const busy = !weekend && hour >= 7 && hour < 18;
    const stepMs = (busy ? 25 + stage.random.below(70) : 300) * minuteMs;
    stage.clock.advance(Math.min(stepMs, untilMs - stage.clock.now().getTime()));
    if (!busy) continue;
    const day = stage.clock.now().toISOString().slice(0, 10);
    if (day !== today) await months?.today(open);
    today = day;
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
