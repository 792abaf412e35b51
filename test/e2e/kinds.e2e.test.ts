import { describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';

const { enter } = useBrowser();

describe('assets of every kind', () => {
  it('a contributor writes a workflow, is told of a fault while writing, and proposes it', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await ben.go('/libraries/support');
    await button('New').click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Search templates').fill('gate');
    await dialog.getByRole('radio', { name: /^Workflow/ }).check();
    await dialog.getByLabel('Name').fill('refunds/check');
    await dialog.getByText('The file refunds/check.workflow.yaml').waitFor();
    ben.trouble.expect(/^404 GET \/api\/v1\/libraries\/support\/asset\?/);
    await button('Open the editor').click();
    await page.getByLabel('Steps', { exact: true }).getByText('gate').first().waitFor();

    const text = page.locator('.cm-content');
    await text.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('# Refunds\nowner: x\n');
    const problem = page.getByLabel('Problems').getByRole('button').first();
    await problem.getByText('This file has no field "owner".').waitFor();
    await picture(page, 'workflow with a fault');
    expect(await violations(page)).toEqual([]);
    expect(await button('Propose change').getAttribute('aria-disabled')).toBe('true');
    await problem.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Delete');
    await page.getByLabel('Problems').waitFor({ state: 'detached' });

    await button('Propose change').click();
    await page.getByRole('dialog').getByLabel('What changes').fill('Check refunds');
    await page.getByRole('dialog').getByRole('button', { name: 'Propose change' }).click();
    await page.getByRole('heading', { name: 'Check refunds' }).waitFor({ timeout: 30_000 });
    await page.getByText('refunds/check.workflow.yaml').first().waitFor();
  });

  it('a library leads to the page of each kind, which says what the text says', async () => {
    const vera = await enter('vera');
    const { page } = vera;
    await vera.go('/libraries/support');
    await page.getByRole('link', { name: 'complaint.workflow.yaml' }).click();
    const steps = page.getByLabel('Steps', { exact: true });
    await steps.getByText('waits for 1 of team:support-leads').waitFor();
    await page.getByText('v1 live').first().waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.locator('main [data-row-link]').first().waitFor();
    await vera.go('/libraries/support/assets/reply-to-complaint.eval.yaml');
    await page.getByRole('table', { name: 'Tests' }).getByText('a customer who shouts').waitFor();
    await vera.go('/libraries/support/assets/rules/replies.cedar');
    await page.getByLabel('Rules', { exact: true }).getByText('redact:email').waitFor();
    await vera.go('/libraries/marketing/assets/skills/brand-voice/SKILL.md');
    await page.getByText('How Northwind sounds in writing').first().waitFor();
  });
});
