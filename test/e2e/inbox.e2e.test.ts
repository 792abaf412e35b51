import { describe, expect, it, vi } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { at, listAt } from '../support/house.ts';
import { useBrowser } from './support/browser.ts';
import { propose } from './support/stories.ts';

const { enter, stage } = useBrowser();

const proposal = (title: string) => ({
  library: 'support',
  name: 'summarize-call',
  branch: title.toLowerCase().replaceAll(' ', '-'),
  title,
  edit: (text: string) => `${text}\n${title}.\n`,
});

describe('the inbox', () => {
  it('holds what waits for me, is walked and done with by keys, and the bell counts what is unread', async () => {
    const change = await propose(stage, stage.players.ben, proposal('Say who called first'));
    const client = createClient({ address: stage.address, key: stage.players.chiara.key });
    await vi.waitFor(
      async () => {
        const told = listAt(await client.get('/api/v1/notices?unread=true'), 'items');
        expect(told.map((notice) => at(notice, 'change', 'id'))).toContain(change);
      },
      { timeout: 30_000, interval: 200 },
    );
    const { page, go } = await enter('chiara');
    await go('/inbox');
    const waiting = page.getByRole('table', { name: 'Changes that wait for you' });
    const row = waiting.getByRole('row').filter({ hasText: 'Say who called first' });
    await row.getByText('Your review').and(page.locator(':visible')).waitFor();
    const bell = page.getByRole('link', { name: /^Notices, \d+ unread$/ });
    await bell.waitFor();
    const unread = async () => Number(/\d+/.exec((await bell.getAttribute('aria-label')) ?? '')?.[0]);

    await bell.click();
    const notices = page.getByRole('table', { name: 'Notices' });
    const told = notices.getByRole('link', { name: '“Say who called first” waits for your review' });
    await told.waitFor();
    const before = await unread();
    await told.focus();
    await page.keyboard.press('e');
    await notices
      .getByRole('button', { name: 'Done with: “Say who called first” waits for your review' })
      .waitFor({
        state: 'detached',
      });
    if (before > 1) await page.getByRole('link', { name: `Notices, ${before - 1} unread` }).waitFor();
    await page.keyboard.press('k');
    await told.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/changes/${change}`);
  });

  it('opens a letter’s link at the sign-in page and leads on from there', async () => {
    const { page } = await enter('ben');
    const change = await propose(stage, stage.players.ben, proposal('Say where they called from'));
    await page.goto(`${stage.address}/changes/${change}`);
    await page.waitForURL(`**/northwind/changes/${change}`);
    await page.getByRole('heading', { name: 'Say where they called from' }).waitFor();
    await page.goto(`${stage.address}/notice-settings`);
    await page.getByLabel('What is said').selectOption({ label: 'Nothing by e-mail' });
    await page.getByText('Saved.').waitFor();
    await page.reload();
    expect(await page.getByLabel('What is said').inputValue()).toBe('none');
  });

  it('shows where changes wait, and says why no webhook can be made', async () => {
    const { page, go } = await enter('amara');
    await go('/changes/waits');
    await page.getByRole('table', { name: 'How long each step takes' }).getByText('In review').waitFor();
    await page.getByRole('table', { name: 'Waiting now' }).getByRole('link').first().waitFor();
    await go('/webhooks');
    await page.getByText('COUNTERSIGN_WEBHOOK_HOSTS').first().waitFor();
    const make = page.getByRole('button', { name: 'New webhook' });
    expect(await make.getAttribute('aria-disabled')).toBe('true');
  });
});
