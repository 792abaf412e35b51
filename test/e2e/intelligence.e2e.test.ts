import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';

const { enter } = useBrowser();

describe('figures', () => {
  it('read in a minute, say what they mean, and are taken away as they are shown', async () => {
    const amara = await enter('amara');
    const { page } = amara;
    await amara.go('/intelligence');
    const title = 'What ran, week by week';
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await page.getByRole('heading', { level: 3 }).count()).toBe(6);
    await page.getByRole('button', { name: `${title}: show as table` }).click();
    const table = page.getByRole('table', { name: 'Executions by week' });
    const cells = await table.getByRole('row').last().getByRole('cell').allTextContents();
    await page.getByRole('button', { name: 'Export: Executions by week' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV' }).click(),
    ]);
    const csv = await readFile(await file.path(), 'utf8');
    expect(csv.split('\r\n').at(-2)?.split(',').slice(1)).toEqual(
      cells.map((cell) => cell.replace(/\D/g, '')),
    );
    await page.getByRole('link', { name: /^governed_share_28d@/ }).click();
    await page.locator('#governed_share_28d').waitFor();
    expect(await page.locator('#governed_share_28d').textContent()).toContain('counted in the log');
  });

  it('a view is kept and found again, and a figure leads to the executions behind it', async () => {
    const amara = await enter('amara');
    const { page } = amara;
    await amara.go('/intelligence/groups?by=team&weeks=12');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Keep this view…' }).click();
    await page.getByLabel('Name').fill('Teams of the quarter');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByText('Kept as Teams of the quarter').waitFor();
    await amara.go('/intelligence');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Teams of the quarter' }).click();
    await page.waitForURL(/groups\?.*by=team/);
    expect(await page.getByLabel('Over', { exact: true }).inputValue()).toBe('12');
    await amara.go('/intelligence');
    await page.getByRole('link', { name: 'Executions behind Governed share, last 28 days' }).click();
    await page.getByText('of those that you may see').waitFor();
    await page.getByRole('table', { name: 'Executions' }).waitFor();
  });

  it('show what to merge, and two copies are proposed to send their callers to the one that stays', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    await ben.go('/intelligence/debt');
    const copies = page.getByRole('region', { name: 'Duplicates of marketing/summarize-release' });
    await copies.getByRole('button', { name: /^Compare support\/what-is-new/ }).click();
    await page.getByRole('region', { name: 'support/what-is-new' }).getByText('{{ name }}').waitFor();
    await page.keyboard.press('Escape');
    await copies.getByRole('button', { name: 'Merge into one…' }).click();
    await page.getByRole('checkbox', { name: /^engineering\/release-digest/ }).waitFor();
    await page.getByRole('button', { name: 'Propose changes' }).click();
    await page.waitForURL(/changes\/chg_/);
    await page.getByText('Redirects lead somewhere').waitFor();
    await page.getByText('redirect: marketing/summarize-release').first().waitFor();
  });

  it('say what to do next: a finding leads to where it is done, is put away with a reason, and comes back', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    await ben.go('/intelligence');
    await page.getByRole('region', { name: 'What to do next' }).waitFor();
    await ben.go('/intelligence/findings');
    const title = /prompts say much the same: support\/reply-to-complaint/;
    const row = page.getByRole('listitem').filter({ hasText: title });
    const act = async (name: string) => {
      await row.getByRole('button', { name: /^More about/ }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await act('Put away for some days…');
    await page.getByLabel('Why').fill('After the fair');
    await page.getByRole('button', { name: 'Put away' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByLabel('Show').selectOption('snoozed');
    await row.getByText('After the fair').waitFor();
    await act('Bring back now');
    await page.getByLabel('Show').selectOption('open');
    await row.getByRole('link', { name: 'Compare and merge' }).click();
    await page.getByRole('region', { name: 'Duplicates of support/reply-to-complaint' }).waitFor();
  });
});
