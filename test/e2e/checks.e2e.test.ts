import { expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { textAt } from '../support/house.ts';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';

const { enter, stage } = useBrowser();

/** A change whose prompt holds a token, a phone number, and most of what another prompt says. */
async function proposeLeak(): Promise<string> {
  const ben = createClient({ address: stage.address, key: stage.players.ben.key });
  const library = '/api/v1/libraries/support';
  const live = await ben.get(`${library}/asset?path=reply-to-complaint.prompt&ref=main`);
  const made = await ben.post(`${library}/branches`, { name: 'leaky' });
  const token = ['gh', 'p_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('');
  const text = `${textAt(live, 'text')}\nUse ${token}.\nCall +49 30 901820.\n`;
  const files = [{ path: 'reply-to-leak.prompt', text }];
  const expectedHead = textAt(made, 'head');
  await ben.post(`${library}/commits`, { branch: 'leaky', expectedHead, message: 'Leak', files });
  const body = { library: 'support', branch: 'leaky', title: 'Reply with a token' };
  return textAt(await ben.post('/api/v1/changes', body), 'id');
}

it('a reviewer sees what the checks found, goes to its line, and compares with what is like it', async () => {
  const change = await proposeLeak();
  const { page, go } = await enter('chiara');
  await go(`/changes/${change}?tab=history`);
  const card = page
    .getByRole('region', { name: 'Checks' })
    .or(page.locator('section', { hasText: 'Checks' }))
    .last();
  await card.getByText('Holds no secrets').waitFor();
  await card.getByText('Looks like a secret: GitHub token.').waitFor();
  await card.getByText(/add "phone" to countersign.dataClasses/).waitFor();
  expect(await page.locator('main').innerText()).not.toContain('p_a1B2c3');

  await card
    .getByRole('button', { name: /^reply-to-leak\.prompt:\d+$/ })
    .first()
    .click();
  await page.locator('td:target').waitFor();
  await page
    .locator('main')
    .getByText(/Use ghp_/)
    .first()
    .waitFor();

  await card.getByRole('button', { name: 'Compare with support/reply-to-complaint, side by side' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Published: support/reply-to-complaint').waitFor();
  await dialog.getByRole('link', { name: 'Open reply-to-complaint' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'similar beside');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  for (const width of [1360, 360]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await violations(page)).toEqual([]);
    await picture(page, `failing checks ${width}`);
  }
});
