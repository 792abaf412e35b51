import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { propose } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { ben } = stage.players;

describe('what a change would do', () => {
  it('a reviewer runs the published and the proposed version on the same variables', async () => {
    const change = await propose(stage, ben, {
      library: 'marketing',
      name: 'summarize-release',
      branch: 'ben-try-both',
      title: 'Name the day of the release',
      edit: (text) => `${text.trimEnd()}\nName the day of the release.\n`,
    });
    const visit = await enter('chiara');
    const { page } = visit;
    await visit.go(`/changes/${change}?tab=rendered`);
    const run = page.getByRole('button', { name: 'Run both', exact: true });
    await page.getByText(/^user, proposed$/).waitFor();
    expect(await run.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('product', { exact: true }).fill('Night Mail');
    await page.getByLabel('notes', { exact: true }).fill('Sleeps better.');
    await run.click();
    const out = page.getByRole('region', { name: 'What comes out' });
    await out.getByRole('row', { name: /^Tokens out/ }).waitFor();
    const marked = await out.locator('mark').allInnerTexts();
    expect(marked.join(' ')).toContain('Name the day of the release.');
    const records = out.getByRole('link', { name: 'Record of this execution' });
    expect(await records.count()).toBe(2);

    // What was typed is there at the next look; the record of the trial says that it ran what is not published.
    await page.reload();
    await page.getByText('Night Mail').first().waitFor();
    expect(await page.getByLabel('product', { exact: true }).inputValue()).toBe('Night Mail');
    await run.click();
    await out.getByRole('row', { name: /^Tokens out/ }).waitFor();
    await records.last().click();
    await page.waitForURL('**/executions/exe_*');
    await page.getByText('branch:ben-try-both').first().waitFor();
  });
});
