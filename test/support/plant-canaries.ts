import { type Company, type Input, type TestHouse, textAt } from './house.ts';
import { promptText, propose, publishPrompt } from './proposals.ts';

/** An organization full of marked texts. */
export interface Planted {
  readonly company: Company;
  /** What every planted text holds. */
  readonly mark: string;
  /** The planted texts, each a word of its own. */
  readonly planted: readonly string[];
  /** What names its things, by the name of the parameter or member that takes it. No mark is among them. */
  readonly known: Readonly<Record<string, string>>;
}

/** Fills an organization through its own API: each text is marked, and each mark says where it was put. */
export async function plant(house: TestHouse, company: Company, mark: string): Promise<Planted> {
  const planted: string[] = [];
  const word = (where: string) => {
    planted.push(`${mark}-${where}`);
    return `${mark}-${where}`;
  };
  const { people } = company;
  const admin = people.admin.key;
  const make = async (operation: string, body: object, input: Input = {}, key = admin) =>
    house.done(key, operation, { ...input, body });
  const idOf = async (...given: Parameters<typeof make>) => textAt(await make(...given), 'id');
  const library = `shelf-${company.name.slice(0, 1)}1`;
  const closed = `shelf-${company.name.slice(0, 1)}2`;
  await make('library.create', { name: library, displayName: word('library'), visibility: 'open' });
  await make('library.create', { name: closed, description: word('closed'), visibility: 'restricted' });
  const own: TestHouse = { ...house, northwind: company };
  await publishPrompt(own, library, 'secret.prompt', promptText(word('prompt')));
  const { change } = await propose(own, people.contributor.key, library, {
    path: 'open.prompt',
    text: promptText(word('draft')),
  });
  const params = { change };
  await house.done(people.contributor.key, 'change.update', {
    params,
    body: { title: word('title'), description: word('description') },
  });
  const comment = await idOf('change.comment', { text: word('comment') }, { params });
  const viewer = await house.person(company, `${word('person')}`, 'viewer');
  const team = `team-${company.name.slice(0, 1)}`;
  await make('team.create', { name: team, displayName: word('team'), description: word('team-about') });
  const role = `role-${company.name.slice(0, 1)}`;
  await make('role.create', {
    ...{ name: role, displayName: word('role'), description: word('role-about') },
    permissions: ['policy.read'],
  });
  const app = await idOf('app.create', { displayName: word('app'), role: 'viewer' });
  const key = await idOf('key.create', { displayName: word('key') });
  const grant = await idOf('grant.create', {
    ...{ principal: viewer.id, role: 'reviewer', reason: word('grant') },
    scope: { kind: 'library', library: closed },
  });
  const ran = await make('execution.create', {
    prompt: `${library}/secret`,
    variables: { topic: word('ran') },
  });
  const execution = textAt(ran, 'id');
  await make('provider.create', { name: word('provider'), kind: 'simulated', models: [word('model')] });
  const budget = await idOf('budget.create', {
    ...{ scope: 'model', target: word('budget'), unit: 'executions', period: 'day', limit: 5 },
  });
  const webhook = await idOf('webhook.create', {
    ...{ url: 'https://hooks.example.com/x', description: word('webhook'), kinds: ['change.publish'] },
  });
  const search = await idOf('saved_search.create', {
    name: word('search'),
    query: { text: word('searched') },
  });
  const view = await idOf('view.create', { name: word('view'), page: 'groups', filters: { by: 'team' } });
  const hold = await idOf('legal_hold.place', {
    target: { kind: 'execution', execution },
    reason: word('hold'),
  });
  const erasure = await idOf('erasure.request', {
    ...{ target: { kind: 'words', words: word('erased') }, reason: word('erasure') },
  });
  const recall = await idOf('recall.create', {
    ...{ target: { kind: 'asset', library, path: 'never-run.prompt' }, reason: word('recall') },
  }).catch(() => undefined);
  const mapping = await idOf('group_mapping.create', { group: word('group'), role: 'viewer' });
  await make('environment.create', {
    name: `env-${company.name.slice(0, 1)}`,
    description: word('environment'),
  });
  const domain = `${company.name.slice(0, 1)}-domain.example`;
  await make('domain.create', { name: domain });
  if (recall === undefined) planted.splice(planted.indexOf(`${mark}-recall`), 1);
  const entry = textAt(ran, 'entries', 'intent');
  const person = viewer.id;
  const everybody = {
    person,
    principal: person,
    member: person,
    owner: person,
    reviewer: person,
    to: person,
  };
  const named = { ...everybody, successor: person, id: person, target: library, name: 'canary' };
  const things = {
    library,
    change,
    comment,
    thread: comment,
    team,
    role,
    app,
    key,
    grant,
    execution,
    trace: textAt(ran, 'trace', 'id'),
    conversation: execution.replace('exe_', 'cnv_'),
    budget,
  };
  const more = { webhook, search, view, erasure, mapping, domain, entry, hold, recall: recall ?? 'rcl_x' };
  const assets = {
    path: 'secret.prompt',
    prompt: `${library}/secret`,
    ref: 'main',
    branch: 'main',
    from: '@1',
  };
  return {
    company,
    mark,
    planted,
    known: { ...named, ...things, ...more, ...assets, q: 'canary', text: 'canary' },
  };
}
