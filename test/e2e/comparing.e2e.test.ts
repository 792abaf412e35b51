import { expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { listAt, textAt } from '../support/house.ts';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';
import { propose } from './support/stories.ts';

const { enter, stage } = useBrowser();
const prompt = '/libraries/support/prompts/reply-to-complaint';

it('compares a version with the one before, line by line and as the model gets it', async () => {
  const { page, go } = await enter('ben');
  await go(`${prompt}?tab=versions`);
  await page.getByRole('link', { name: 'Compare v3 with v2' }).click();
  await page.getByText('system message edited').waitFor();
  const table = page.getByRole('table', { name: 'Differences of reply-to-complaint.prompt' });
  expect(await table.locator('mark').count()).toBeGreaterThan(0);
  expect(await table.getByRole('columnheader').count()).toBe(4);
  await page.keyboard.press('s');
  await expect.poll(() => table.getByRole('columnheader').count()).toBe(3);
  await page.reload();
  await table.waitFor();
  expect(await table.getByRole('columnheader').count(), 'the choice is remembered').toBe(3);
  await page.keyboard.press('s');
  await page
    .getByRole('button', { name: /^Show \d+ unchanged lines$/ })
    .first()
    .click();
  await table.getByText('model: simulated-careful').first().waitFor();
  await page.getByRole('button', { name: 'Swap the two sides' }).click();
  await page.getByText('v3 → v2').waitFor();
  await page.getByRole('tab', { name: 'Front matter' }).click();
  await page.getByText('Same front matter').waitFor();
  await page.getByRole('tab', { name: 'Rendered' }).click();
  await page.getByText('system, v3').waitFor();
  expect(await page.locator('main mark').count()).toBeGreaterThan(0);
});

it('tells who wrote each line, and leads to the change that published it; also on a phone', async () => {
  const { page, go } = await enter('ben', { viewport: { width: 360, height: 740 } });
  await go(`${prompt}?tab=blame`);
  const groups = page.getByRole('list', { name: 'Who wrote reply-to-complaint.prompt' });
  await groups.getByText('Ben Fischer').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await picture(page, 'blame on a phone');
  await groups.getByRole('link', { name: /^v2: / }).click();
  await page
    .getByRole('heading', { name: 'Own the mistake first, promise nothing we cannot keep' })
    .waitFor();
});

/** AT-59: what others wrote is shown as text, never as markup or in an order of its own. */
it('shows hostile text and file names as text, in the difference and in the blame', async () => {
  const evil = '<img src=x onerror="document.title=\'owned\'"> \u202Etxt.exe\u202C a\u200Bb \u2400 end';
  const name = 'notes/<b onclick=x>&amp; "quoted".md';
  const change = await propose(stage, stage.players.ben, {
    library: 'support',
    name: 'triage-ticket',
    branch: 'hostile-text',
    title: 'Hostile text',
    edit: (text) => `${text.replace(/temperature: \S+/, 'temperature: 0.9')}\n${evil}\n`,
  });
  const client = createClient({ address: stage.address, key: stage.players.ben.key });
  const branches = await client.get('/api/v1/libraries/support/branches?limit=200');
  const branch = listAt(branches, 'items').find((one) => textAt(one, 'name') === 'hostile-text');
  await client.post('/api/v1/libraries/support/commits', {
    branch: 'hostile-text',
    expectedHead: textAt(branch, 'head'),
    message: `Add ${evil}`,
    files: [{ path: name, text: `${evil}\n` }],
  });

  const { page, go } = await enter('chiara');
  const isText = async (where: string) => {
    await page.getByText('<img src=x onerror=').first().waitFor();
    await page.getByText('U+202E', { exact: true }).first().waitFor();
    expect(await page.locator('main img').count(), where).toBe(0);
    expect(await page.title(), where).not.toBe('owned');
    expect(await page.locator('main').innerText(), where).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]/u);
    expect(await violations(page), where).toEqual([]);
  };
  await go(`/changes/${change}`);
  await page.getByRole('note').first().getByText('change the order in which it reads').waitFor();
  await page.getByRole('navigation', { name: 'Files of this change' }).getByText(name).waitFor();
  const row = page.getByRole('row', { name: /^config\.temperature/ });
  expect(await row.innerText()).toContain('0.9');
  await isText('change');
  await picture(page, 'hostile change');
  await page.keyboard.press('n');
  await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('file1');

  await go('/libraries/support/compare?from=main&to=hostile-text');
  await page.getByRole('link', { name }).click();
  await isText('compare');
  await go('/libraries/support/prompts/triage-ticket?ref=hostile-text&tab=blame');
  await isText('blame');
});
