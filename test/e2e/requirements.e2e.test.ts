import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { textAt } from '../support/house.ts';
import { useBrowser } from './support/browser.ts';
import { endorse, propose, publish } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { amara, ben, chiara, dana, eli } = stage.players;
const slowly = { timeout: 30_000 };

const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true });

/** A library of this story's own, with one prompt of high risk: its requirement is nobody else's business. */
async function makeLibrary(name: string): Promise<void> {
  const admin = createClient({ address: stage.address, key: amara.key });
  await admin.post('/api/v1/libraries', { name, displayName: 'Loans', visibility: 'open' });
  const author = createClient({ address: stage.address, key: ben.key });
  const at = `/api/v1/libraries/${name}`;
  const head = textAt(await author.post(`${at}/branches`, { name: 'first' }), 'head');
  const text = `---\nmodel: simulated-fast\ninput:\n  schema:\n    income: string\ncountersign:\n  owner: team:loans\n  useCase: lending\n  riskTier: high\n  dataClasses: [personal]\n---\nMay we lend to somebody who earns {{income}}?\n`;
  const files = [{ path: 'decide.prompt', text }];
  await author.post(`${at}/commits`, { branch: 'first', expectedHead: head, message: 'First', files });
  const body = { library: name, branch: 'first', title: 'Decide on loans' };
  const change = textAt(await author.post('/api/v1/changes', body), 'id');
  await author.post(`/api/v1/changes/${change}/submit`, {});
  await endorse(stage, chiara, change);
  await publish(stage, dana, eli, change);
}

/** In the form, without a line of YAML: a stage more for what is risky. @returns the address of the change */
async function amaraAsksForLegal(library: string): Promise<string> {
  const visit = await enter('amara');
  const { page } = visit;
  await visit.go(`/changes/requirements?library=${library}`);
  await page.getByRole('heading', { name: 'The default' }).waitFor();
  await button(page, 'New requirement').click();
  const dialog = page.getByRole('dialog', { name: 'New requirement' });
  await dialog.getByLabel('It is for').selectOption(library);
  await dialog.getByLabel('Name').fill('risky');
  visit.trouble.expect(/^404 GET \/api\/v1\/libraries\/loans-e2e\/asset\?/);
  await button(dialog, 'Open the form').click();
  await page.waitForURL('**/risky.requirement.yaml');
  const form = page.getByRole('region', { name: 'Form' });
  await form.getByLabel('high', { exact: true }).check();
  await form.getByLabel('Stage 2', { exact: true }).fill('legal');
  const legal = form.getByRole('listitem', { name: 'Stage 2: legal' });
  await legal.getByLabel('Add to “Who is asked”').selectOption('team legal-counsel');
  const text = page.locator('.cm-content');
  await expect.poll(() => text.innerText(), slowly).toContain('from: [{team: legal-counsel}]');
  expect(await text.innerText()).toContain('risk: [high]');
  expect(await text.innerText()).toContain('# Who must look at a change');
  const needed = page.getByRole('region', { name: 'What would be needed' });
  const risky = needed.getByRole('listitem').filter({ hasText: 'a-high-risk-sample.prompt' });
  await risky.getByText('legal', { exact: true }).waitFor();
  const harmless = needed.getByRole('listitem').filter({ hasText: 'a-low-risk-sample.prompt' });
  expect(await harmless.getByText('legal', { exact: true }).count()).toBe(0);
  await button(page, 'Propose change').click();
  const proposing = page.getByRole('dialog');
  await proposing.getByLabel('What changes').fill('Legal looks at risky loans');
  await button(proposing, 'Propose change').click();
  await page.getByRole('heading', { name: 'Legal looks at risky loans', level: 1 }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

describe('what is required', () => {
  it('an admin asks for a legal approval of risky prompts, and a risky change cannot be published without it', async () => {
    const library = 'loans-e2e';
    await makeLibrary(library);
    const requirement = await amaraAsksForLegal(library);
    await endorse(stage, chiara, requirement);
    await publish(stage, dana, eli, requirement);

    const risky = await propose(stage, ben, {
      library,
      name: 'decide',
      branch: 'ben-asks-more',
      title: 'Ask for the rent too',
      edit: (text) => `${text.trimEnd()}\nAsk for the rent too.\n`,
    });
    await endorse(stage, chiara, risky);
    const asGus = await enter('gus');
    await asGus.go(`/changes/${risky}`);
    await standsAs(asGus.page, 'Waits for legal', library);
    await refusedToPublish(risky);
    expect(await button(asGus.page, 'Approve').getAttribute('aria-disabled')).toBe('true');

    const asDana = await enter('dana', { viewport: { width: 1360, height: 1600 } });
    await asDana.go(`/changes/${risky}`);
    await asDana.page.getByText('All of it was on your screen').waitFor();
    await button(asDana.page, 'Approve').click();
    await button(asDana.page.getByRole('dialog'), 'Approve').click();
    await asDana.page.getByText('Your approval is recorded.').waitFor();
    const asEli = await enter('eli');
    await asEli.go(`/changes/${risky}`);
    await asEli.page.getByRole('heading', { name: 'Approved: it waits for a publisher' }).waitFor();
    await button(asEli.page, 'Publish').click();
    await button(asEli.page.getByRole('dialog'), 'Publish').click();
    await asEli.page.getByRole('heading', { name: 'Published', exact: true }).waitFor();
  }, 180_000);
});

async function standsAs(page: Page, headline: string, library: string): Promise<void> {
  const panel = page.getByRole('region', { name: 'Where it stands' });
  await panel.getByRole('heading', { name: headline }).waitFor();
  await panel.getByText('asks team legal-counsel').waitFor();
  await panel.getByRole('link', { name: `${library}/risky.requirement.yaml` }).waitFor();
}

/** Whatever a page shows: the server does not publish what nobody of the team approved. */
async function refusedToPublish(change: string): Promise<void> {
  const publisher = createClient({ address: stage.address, key: eli.key });
  const page = await publisher.get(`/api/v1/changes/${change}`);
  const body = { revision: textAt(page, 'revision'), digest: textAt(page, 'digest') };
  const refusal = publisher.post(`/api/v1/changes/${change}/publish`, body);
  await expect(refusal).rejects.toMatchObject({ code: 'change.publish.not_approved' });
}
