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
    await expect.poll(() => run.getAttribute('aria-disabled')).toBe(null);
    await page.keyboard.press('Control+Enter');
    await out.getByRole('row', { name: /^Tokens out/ }).waitFor();
    await records.last().click();
    await page.waitForURL('**/executions/exe_*');
    await page.getByText('branch:ben-try-both').first().waitFor();
  });
});

describe('trying a prompt', () => {
  it('asks for what it needs, runs by the keyboard, compares models, and runs again what ran before', async () => {
    const visit = await enter('ben');
    const { page } = visit;
    await visit.go('/libraries/marketing/prompts/summarize-release?tab=try');
    const run = page.getByRole('button', { name: 'Run it', exact: true });
    await run.waitFor();
    expect(await page.getByLabel('product', { exact: true }).inputValue()).toBe('');
    expect(await run.getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('product', { exact: true }).fill('Night Mail');
    await page.getByLabel('File for notes', { exact: true }).setInputFiles({
      name: 'notes.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Letters sleep on the train and arrive before breakfast.'),
    });
    await page.getByText('notes.txt, 55 bytes, about 14 tokens').waitFor();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByLabel('Version in column 2').selectOption('production');
    await page.getByLabel('Model in column 2').selectOption('simulated-careful');
    await page.keyboard.press('Control+Enter');
    const records = page.getByRole('link', { name: 'Open the record of this execution' });
    await expect.poll(() => records.count(), { timeout: 20_000 }).toBe(2);
    const second = page.getByRole('region', { name: /on simulated-careful$/ });
    await second.getByText('simulated-careful', { exact: true }).waitFor();
    await second
      .getByText(/breakfast/)
      .first()
      .waitFor();

    // It is kept as a test case of the prompt: a draft that a person reviews.
    await second.getByRole('button', { name: 'Save as a case', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Save as a case' });
    await dialog.getByLabel('What it is about').fill('a product that is early');
    await dialog.getByLabel('What of check 1').fill('breakfast');
    await dialog.getByRole('button', { name: 'Save it', exact: true }).click();
    await page.getByRole('heading', { name: 'Cases of marketing/summarize-release', level: 1 }).waitFor();
    await page.getByText('summarize-release.eval.yaml').first().waitFor();

    // The case runs on the draft's branch, and what comes out is a check of exactly these bytes.
    await page.getByRole('tab', { name: 'Evaluations' }).click();
    await page.getByRole('button', { name: 'Run evaluations', exact: true }).click();
    await page.getByText('1 of 1 case passes.').first().waitFor();
    await page.getByText('a product that is early').first().waitFor();
    await page.getByRole('link', { name: 'Run them, or see the cases' }).waitFor();
    await visit.go('/libraries/marketing/prompts/summarize-release?tab=try');

    // What ran before is one click away, with all that it ran on.
    await page.getByRole('button', { name: 'Fill in what this ran on' }).first().click();
    await expect.poll(() => page.getByLabel('product', { exact: true }).inputValue()).toBe('Night Mail');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Save as a case', exact: true }).click();
    await page.getByText('has exactly this input already').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    // One that takes its time is stopped by a key.
    await page.route('**/api/v1/executions/stream', () => undefined);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('You stopped it.').waitFor();
    await page.getByRole('button', { name: 'Run it', exact: true }).waitFor();
  });
});
