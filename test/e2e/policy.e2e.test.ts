import type { Locator, Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { useBrowser } from './support/browser.ts';

const { enter } = useBrowser();
const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true });

describe('what may run', () => {
  it('is read with its reasons; a rule is built without Cedar, proposed, and tried on what ran before', async () => {
    const visit = await enter('amara');
    const { page } = visit;
    await visit.go('/policy');
    await page
      .getByText(/took part in [\d,.]+ calls? of the last 28 days/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'New rule' }).click();
    await page.getByLabel('It holds that').selectOption('model');
    await page.getByLabel('Value').fill('simulated-fast');
    await page.getByLabel('Because').fill('The fast model is too forgetful. Use another.');
    await page.getByLabel('Name').fill('no-fast-model');
    await page.getByLabel('Only watch').uncheck();
    visit.trouble.expect(/^404 GET \/api\/v1\/libraries\/policy\/asset\?/);
    await button(page, 'Open it in the editor').click();
    await page.waitForURL('**/no-fast-model.cedar');
    await page.locator('.cm-content').getByText('simulated-fast').waitFor();
    await button(page, 'Propose change').click();
    const proposing = page.getByRole('dialog');
    await proposing.getByLabel('What changes').fill('Not with the fast model');
    await button(proposing, 'Propose change').click();
    await page.getByRole('heading', { name: 'Not with the fast model', level: 1 }).waitFor();
    const change = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await visit.go(`/policy/simulations?change=${change}`);
    await button(page, 'Simulate').click();
    await page.getByRole('heading', { name: 'By rule' }).waitFor();
    await page.getByText('no-fast-model', { exact: true }).waitFor();
    await page
      .getByRole('table', { name: 'Calls that would go another way' })
      .getByRole('link')
      .first()
      .click();
    await button(page, 'Replay the verdict').click();
    await page.getByText('the same, to the last rule').waitFor();
    await visit.go(`/changes/${change}`);
    await page
      .getByText(/would be forbidden/)
      .first()
      .waitFor();
  });
});

describe('who answers', () => {
  it('is tested, and a route is set with who steps in, and deleted', async () => {
    const visit = await enter('amara');
    const { page } = visit;
    await visit.go('/policy/providers');
    await button(page, 'Test connection of own-models').click();
    await page.getByText(/northwind-large answered in/).waitFor();
    await button(page, 'New route').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('steps-in');
    await dialog.getByLabel('Model 1', { exact: true }).selectOption('simulated-fast');
    await dialog.getByLabel('Model 2', { exact: true }).selectOption('simulated-careful');
    await button(dialog, 'Set the route').click();
    const card = page.getByRole('list', { name: 'Who answers for steps-in' });
    await card.getByText('100 % of calls').waitFor();
    await card.getByText('steps in', { exact: true }).waitFor();
    await button(page, 'Delete the route steps-in').click();
    await button(page, 'Delete the route').click();
    await card.waitFor({ state: 'detached' });
  });
});
