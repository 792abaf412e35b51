import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Role, roles } from '../src/access/index.ts';
import { type Company, type Reply, startHouse, type TestHouse } from './support/house.ts';
import { type MailCatcher, startMailCatcher } from './support/mail-catcher.ts';
import { type Planted, plant } from './support/plant-canaries.ts';
import { inputsOf } from './support/reach.ts';

/**
 * AT-47: two organizations full of marked texts, and then everything that the API has, asked by everybody of one of them with whatever
 * names a thing of the other. Nothing that is asked with holds a mark, so every mark that comes back was let out. The operations are
 * those of the OpenAPI document: a new one is asked too, without a word here.
 */
let house: TestHouse;
let mail: MailCatcher;
let theirs: Planted;
let ours: Planted;

beforeAll(async () => {
  mail = await startMailCatcher();
  const smtp = {
    host: '127.0.0.1',
    port: mail.port,
    secure: false,
    login: undefined,
    from: 'C <c@example.com>',
  };
  house = await startHouse({ mail: smtp, webhookHosts: ['hooks.example.com'] });
  [theirs, ours] = await Promise.all([
    plant(house, house.northwind, 'canaryn'),
    plant(house, house.fabrikam, 'canaryf'),
  ]);
  await house.settled();
});
afterAll(async () => {
  await house.close();
  await mail.close();
});

/** What must not come out: their marks, the name of their organization in addresses, and its id. */
const secretsOf = ({ mark, company }: Planted) => [mark, `@${company.name}.example`, company.id];

function leaked(planted: Planted, reply: Reply): readonly string[] {
  const said = `${reply.text}\n${JSON.stringify([...reply.headers])}`;
  return secretsOf(planted).filter((secret) => said.includes(secret));
}

/** Some at a time, for the sake of time only. */
async function each<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 6 }, lane));
}

async function crawl(
  by: Company,
  about: Planted,
  only: (method: string) => boolean,
  as: readonly Role[] = roles,
) {
  const answers = new Map<string, Reply[]>();
  const asks = house.house.operations
    .filter(({ method }) => only(method))
    .flatMap((operation) => inputsOf(operation, about).map((input) => ({ id: operation.id, input })));
  await each(
    as.flatMap((role) => asks.map((ask) => ({ ...ask, role }))),
    async ({ id, input, role }) => {
      const reply = await house.call(by.people[role].key, id, input);
      answers.set(id, [...(answers.get(id) ?? []), reply]);
    },
  );
  return answers;
}

function expectNothing(answers: ReadonlyMap<string, readonly Reply[]>, about: Planted): void {
  for (const [id, replies] of answers)
    for (const reply of replies)
      expect(
        { id, leaked: leaked(about, reply), status: reply.status < 500 },
        reply.text.slice(0, 500),
      ).toEqual({
        id,
        leaked: [],
        status: true,
      });
}

test('AT-47 every mark is there to be seen, by those whose it is', async () => {
  const seen = await crawl(house.northwind, theirs, (method) => method === 'get', ['admin', 'auditor']);
  const said = [...seen.values()].flat().map(({ text }) => text);
  const exported = await house.ask('GET', '/api/v1/ledger/export', { key: house.northwind.people.admin.key });
  said.push(exported.text);
  const all = said.join('\n');
  expect(theirs.planted.filter((mark) => !all.includes(mark))).toEqual([]);
});

test('AT-47 nothing that is read says a word of theirs, to nobody', async () => {
  const answers = await crawl(house.fabrikam, theirs, (method) => method === 'get');
  expect(answers.size).toBe(house.house.operations.filter(({ method }) => method === 'get').length);
  expectNothing(answers, theirs);
  const said = [...answers.values()]
    .flat()
    .map(({ text }) => text)
    .join('\n');
  expect(said, 'the crawl finds what is its own').toContain(ours.mark);
});

test('AT-47 nothing that is changed does, whatever of theirs it names', async () => {
  const answers = await crawl(house.fabrikam, theirs, (method) => method !== 'get');
  expect(answers.size).toBe(house.house.operations.filter(({ method }) => method !== 'get').length);
  expectNothing(answers, theirs);
  const after = await house.done(house.northwind.people.admin.key, 'entry.list', { query: { limit: '200' } });
  expect(JSON.stringify(after)).not.toContain(house.fabrikam.people.admin.id);
});

test('AT-47 the addresses beside the operations keep quiet too', async () => {
  const { library } = theirs.known;
  const asks: [string, string, unknown?][] = [
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/docs'],
    ['GET', '/'],
    ['GET', '/auth/get-session'],
    ['GET', '/openai/v1/models'],
    ['GET', '/anthropic/v1/models'],
    ['GET', '/ledger/northwind/checkpoint'],
    ['GET', '/ledger/northwind/key'],
    ['GET', '/ledger/northwind/tile/entries/000.p/1'],
    ['GET', '/api/v1/ledger/export'],
    ['GET', `/git/northwind/${library}.git/info/refs?service=git-upload-pack`],
    ['GET', '/scim/v2/Users'],
    [
      'POST',
      '/openai/v1/chat/completions',
      { model: `prompt:${library}/secret`, messages: [], variables: {} },
    ],
    ['POST', '/openai/v1/responses', { prompt: { id: `${library}/secret`, variables: { topic: 'x' } } }],
    ['POST', '/anthropic/v1/messages', { model: `prompt:${library}/secret`, messages: [], max_tokens: 9 }],
  ];
  const keys = [undefined, ...roles.map((role) => house.fabrikam.people[role].key)];
  await each(
    asks.flatMap((ask) => keys.map((key) => ({ ask, key }))),
    async ({ ask: [method, path, body], key }) => {
      const authorization = `Basic ${Buffer.from(`x:${key}`).toString('base64')}`;
      const asking = path.startsWith('/git/') ? { headers: { authorization } } : { key };
      const reply = await house.ask(method, path, { ...asking, ...(body === undefined ? {} : { body }) });
      expect({ path, leaked: leaked(theirs, reply) }).toEqual({ path, leaked: [] });
    },
  );
});

test('AT-47 no letter to one organization says a word of the other', async () => {
  await house.settled();
  expect(mail.letters.length).toBeGreaterThan(2);
  for (const [planted, other] of [
    [ours, theirs],
    [theirs, ours],
  ] as const) {
    const to = (address: string) => address.endsWith(`@${planted.company.name}.example`);
    const letters = mail.letters.filter((letter) => letter.to.some(to));
    expect(letters.length, planted.company.name).toBeGreaterThan(0);
    for (const { text, headers } of letters)
      for (const secret of secretsOf(other)) expect(`${text}\n${headers.join('\n')}`).not.toContain(secret);
  }
});
