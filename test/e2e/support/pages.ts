import type { Page } from 'playwright-core';
import { type Client, createClient } from '../../../clients/sdk/src/index.ts';
import { at, listAt, textAt } from '../../support/house.ts';
import type { Stage, Who } from './people.ts';

/** A page of the app as one address, and what shows that it is there. */
export interface Stop {
  readonly name: string;
  /** Inside the organization. */
  readonly path: string;
  readonly ready: (page: Page) => Promise<unknown>;
}

const row = (page: Page) => page.locator('main [data-row-link]').first().waitFor();
const heading = (name: string) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();
const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first().waitFor();

/** The id of one of the cast. */
export async function idOf(stage: Stage, who: Who): Promise<string> {
  const client = createClient({ address: stage.address, key: stage.players[who].key });
  return textAt(await client.get('/api/v1/session'), 'principal', 'id');
}

/** A recall that stops nobody: of a model that nobody has. */
async function anyRecall(client: Client): Promise<unknown> {
  const path = '/api/v1/recalls';
  const [known] = listAt(await client.get(`${path}?state=in_force`), 'items');
  const target = { kind: 'model', model: 'no-such-model' };
  return known ?? client.post(path, { target, reason: 'It answers with other people’s names.' });
}

/** Every page and every tab, with things on it that exist. */
export async function everyStop(stage: Stage): Promise<readonly Stop[]> {
  const client = createClient({ address: stage.address, key: stage.players.amara.key });
  const changes = listAt(await client.get('/api/v1/changes?limit=200'), 'items');
  const change = textAt(
    changes.find((one) => at(one, 'title') === 'Say what we learned'),
    'id',
  );
  const talked = textAt(
    changes.find((one) => at(one, 'title') === 'Medicine is always urgent'),
    'id',
  );
  const commits = await client.get('/api/v1/libraries/support/commits?path=reply-to-complaint.prompt');
  const commit = textAt(commits, 'items', 0, 'commit');
  const held = textAt(await client.get('/api/v1/holds?state=waiting'), 'items', 0, 'id');
  const newest = await client.get('/api/v1/executions?limit=1');
  const execution = textAt(newest, 'items', 0, 'id');
  const trace = textAt(newest, 'items', 0, 'trace', 'id');
  const entry = textAt(await client.get('/api/v1/entries?limit=1'), 'items', 0, 'id');
  const strict = 'permit (principal, action, resource) when { context.governed };';
  const file = `@id("prompts.published") @mode("enforce") @reason("Governed prompts only.") @obligation("warn") ${strict}`;
  const simulated = { files: [{ path: 'strict.cedar', text: file }], days: 90 };
  const simulation = textAt(await client.post('/api/v1/policy/simulations', simulated), 'id');
  const prompt = '/libraries/support/prompts/reply-to-complaint';
  const compare = '/libraries/support/compare?path=reply-to-complaint.prompt&from=%401&to=%403';
  const recall = textAt(await anyRecall(client), 'id');
  const branch = textAt(
    changes.find((one) => at(one, 'title') === 'Limit what we recommend'),
    'branch',
  );
  return [
    { name: 'home', path: '', ready: heading('In figures') },
    { name: 'account', path: '/account', ready: text('this one') },
    { name: 'held calls', path: '/executions/holds', ready: text('Service desk') },
    { name: 'a held call', path: `/executions/holds/${held}`, ready: text('What would be sent') },
    { name: 'data classes', path: '/policy/classes', ready: text('customer_number') },
    { name: 'raw calls', path: '/policy/raw-calls', ready: text('Calls without a prompt') },
    { name: 'models', path: '/policy/models', ready: text('In the register') },
    { name: 'a model', path: '/policy/models/simulated-fast', ready: text('in force since') },
    { name: 'change a model', path: '/policy/models/propose', ready: text('Nothing is in force until') },
    { name: 'use cases', path: '/policy/use-cases', ready: text('Answering customers') },
    { name: 'a use case', path: '/policy/use-cases/customer-support', ready: text('in force since') },
    {
      name: 'propose a use case',
      path: '/policy/use-cases/propose',
      ready: text('Nothing is in force until'),
    },
    { name: 'providers', path: '/policy/providers', ready: text('own-models') },
    { name: 'budgets', path: '/policy/budgets', ready: text('the organization, in a month') },
    {
      name: 'runs of an evaluation',
      path: '/libraries/support/assets/reply-to-complaint.eval.yaml?tab=runs',
      ready: text('2 of 3 cases pass.'),
    },
    {
      name: 'evaluations of a change',
      path: `/changes/${change}?tab=evaluations`,
      ready: text('Nobody ran the evaluations'),
    },
    { name: 'how people sign in', path: '/people/sign-in', ready: text('A password is enough') },
    { name: 'single sign-on', path: '/people/single-sign-on', ready: text('Northwind account') },
    { name: 'provisioning', path: '/people/provisioning', ready: text('kept by the directory') },
    { name: 'libraries', path: '/libraries', ready: row },
    { name: 'library', path: '/libraries/support', ready: row },
    { name: 'library changes', path: '/libraries/support?tab=changes', ready: row },
    { name: 'library deleted', path: '/libraries/support?tab=deleted', ready: text('Nothing was deleted') },
    { name: 'library branches', path: '/libraries/support?tab=branches', ready: row },
    {
      name: 'library history',
      path: '/libraries/support?tab=history',
      ready: text('Add the complaint reply'),
    },
    {
      name: 'a commit of a library',
      path: `/libraries/support?tab=history&commit=${commit}`,
      ready: text('changed'),
    },
    {
      name: 'merge',
      path: '/libraries/support/merge?branch=main&from=main',
      ready: text('There is nothing to do'),
    },
    { name: 'search', path: '/search', ready: heading('Changed last') },
    { name: 'search found', path: '/search?q=ticket', ready: row },
    { name: 'library as one list', path: '/libraries/support?view=flat', ready: row },
    {
      name: 'import',
      path: '/libraries/support/import',
      ready: text('Drop a folder, files or a zip here'),
    },
    { name: 'prompt', path: prompt, ready: (page) => page.locator('.cm-content').waitFor() },
    { name: 'prompt try', path: `${prompt}?tab=try`, ready: heading('What comes out') },
    { name: 'prompt history', path: `${prompt}?tab=history`, ready: text('Add the complaint reply') },
    { name: 'prompt versions', path: `${prompt}?tab=versions`, ready: row },
    { name: 'prompt blame', path: `${prompt}?tab=blame`, ready: text('Own the mistake first') },
    { name: 'compare', path: compare, ready: text('user message edited') },
    { name: 'compare front matter', path: `${compare}&tab=front-matter`, ready: text('Same front matter') },
    { name: 'compare rendered', path: `${compare}&tab=rendered`, ready: text('Sample variables') },
    {
      name: 'compare all files',
      path: `/libraries/support/compare?from=main&to=${encodeURIComponent(branch)}`,
      ready: row,
    },
    ...(
      [
        ['workflow', '/libraries/support/assets/complaint.workflow.yaml', 'Steps'],
        ['evaluation', '/libraries/support/assets/reply-to-complaint.eval.yaml', 'Tests'],
        ['policy of a library', '/libraries/support/assets/rules/replies.cedar', 'Rules'],
      ] as const
    ).map(([name, path, list]) => ({
      name,
      path,
      ready: (page: Page) => page.getByLabel(list, { exact: true }).first().waitFor(),
    })),
    {
      name: 'skill',
      path: '/libraries/marketing/assets/skills/brand-voice/SKILL.md',
      ready: text('No superlatives'),
    },
    { name: 'environments', path: '/environments', ready: row },
    { name: 'environment', path: '/environments/production', ready: row },
    { name: 'environment history', path: '/environments/staging?tab=history', ready: row },
    { name: 'changes', path: '/changes', ready: row },
    { name: 'recalls', path: '/changes/recalls', ready: row },
    { name: 'recall', path: `/changes/recalls/${recall}`, ready: heading('Who used it') },
    { name: 'requirements', path: '/changes/requirements?library=legal', ready: heading('contracts') },
    { name: 'library requirements', path: '/libraries/support?tab=requirements', ready: heading('money') },
    {
      name: 'requirement',
      path: '/libraries/policy/assets/organization.requirement.yaml',
      // Of the newest open changes: which those are depends on the stories before.
      ready: text(/would need, by/),
    },
    {
      name: 'where changes wait',
      path: '/changes/waits',
      ready: (page) => page.getByRole('table', { name: 'By library' }).waitFor(),
    },
    { name: 'inbox', path: '/inbox', ready: heading('Inbox') },
    { name: 'inbox mine', path: '/inbox?tab=mine', ready: text('You have not proposed anything yet') },
    { name: 'inbox notices', path: '/inbox?tab=notices', ready: text(/unread|No notices yet/) },
    { name: 'notice settings', path: '/notice-settings', ready: text('What is asked of me') },
    { name: 'webhooks', path: '/webhooks', ready: text('No webhooks') },
    {
      name: 'change',
      path: `/changes/${change}`,
      ready: (page) => page.locator('[data-file] table').first().waitFor(),
    },
    {
      name: 'change talked about',
      path: `/changes/${talked}`,
      ready: text('Like this?'),
    },
    {
      name: 'change discussion with threads',
      path: `/changes/${talked}?tab=discussion`,
      ready: text('Like this?'),
    },
    { name: 'change rendered', path: `/changes/${change}?tab=rendered`, ready: text(/, proposed$/) },
    { name: 'change discussion', path: `/changes/${change}?tab=discussion`, ready: text('endorsed it') },
    { name: 'change history', path: `/changes/${change}?tab=history`, ready: text('opened the change') },
    { name: 'executions', path: '/executions', ready: row },
    { name: 'execution', path: `/executions/${execution}`, ready: heading('Chain of custody') },
    { name: 'refused executions', path: '/executions?status=refused', ready: heading('Executions') },
    { name: 'traces', path: '/executions/traces', ready: heading('Executions') },
    { name: 'a trace', path: `/executions/traces/${trace}`, ready: row },
    { name: 'conversations', path: '/executions/conversations', ready: heading('Executions') },
    {
      name: 'a conversation',
      path: `/executions/conversations/${execution.replace('exe_', 'cnv_')}`,
      ready: text('Turn 1'),
    },
    { name: 'policy', path: '/policy', ready: text('The rule in Cedar') },
    { name: 'new rule', path: '/policy/new', ready: text('Only watch') },
    { name: 'simulations', path: '/policy/simulations', ready: row },
    {
      name: 'simulation',
      path: `/policy/simulations/${simulation}`,
      ready: text('recorded calls judged'),
    },
    { name: 'intelligence', path: '/intelligence', ready: heading('Who runs things, and how regularly') },
    { name: 'adoption', path: '/intelligence/adoption', ready: heading('Rules and changes') },
    {
      name: 'groups',
      path: '/intelligence/groups?by=prompt&weeks=12',
      ready: text(/use_by_group@1|Nothing ran in these weeks/),
    },
    {
      name: 'quality',
      path: '/intelligence/quality',
      ready: heading('triage-is-right on support/triage-ticket'),
    },
    {
      name: 'findings',
      path: '/intelligence/findings',
      ready: text(/say much the same/),
    },
    { name: 'debt', path: '/intelligence/debt', ready: heading('What to merge first') },
    { name: 'return', path: '/intelligence/return', ready: heading('Replies to complaints') },
    { name: 'measures', path: '/intelligence/measures', ready: text('executions_7d@2') },
    { name: 'ledger', path: '/ledger', ready: row },
    { name: 'entry', path: `/ledger/${entry}`, ready: text('the signed root') },
    { name: 'content kept', path: '/ledger/keeping', ready: heading('Retention') },
    { name: 'witnesses', path: '/ledger/witnesses', ready: heading('Logs that you witness') },
    { name: 'export targets', path: '/ledger/exports', ready: text('up to date') },
    { name: 'controls', path: '/ledger/controls', ready: heading('EU AI Act') },
    { name: 'audit reviews', path: '/ledger/reviews', ready: heading('Audit reviews') },
    { name: 'people', path: '/people', ready: text('Ben Fischer') },
    { name: 'team', path: '/people/teams/risk-board', ready: text('team of 2 people') },
    {
      name: 'person',
      path: `/people/${await idOf(stage, 'ben')}`,
      ready: (page) => page.getByRole('heading', { name: /^Owns \d+ assets$/ }).waitFor(),
    },
    { name: 'nowhere', path: '/nowhere/at/all', ready: text('There is nothing at this address') },
  ];
}
