import { describe, expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { textAt } from '../support/house.ts';
import { picture, useBrowser } from './support/browser.ts';
import { idOf } from './support/pages.ts';
import { publishNew } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { amara, chiara, eli } = stage.players;

describe('owners', () => {
  it('the page of a prompt says who owns it; a publisher names another, who is found by it', async () => {
    await publishNew(stage, 'support', 'owned-one');
    const vera = await enter('vera');
    await vera.go('/libraries/support/prompts/owned-one');
    await vera.page.getByRole('link', { name: 'Ben Fischer' }).waitFor();
    const change = vera.page.getByRole('button', { name: 'Change owner…' });
    await expect.poll(() => change.getAttribute('aria-disabled')).toBe('true');
    await change.focus();
    await vera.page.keyboard.press('Enter');
    await vera.page.getByText('Only Ben Fischer, publishers of this library').first().waitFor();
    const { page, go } = await enter('eli');
    await go('/libraries/support/prompts/owned-one');
    await page.getByRole('button', { name: 'Change owner…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New owner').selectOption({ label: `${chiara.name} (${chiara.email})` });
    await dialog.getByRole('button', { name: 'Make them the owner' }).click();
    await page.getByText(`${chiara.name} owns it now.`).waitFor();
    await page.getByRole('link', { name: chiara.name }).click();
    await page.getByRole('heading', { name: /^Owns 1 asset$/ }).waitFor();
    await page.getByRole('link', { name: 'owned-one' }).waitFor();
    const client = createClient({ address: stage.address, key: eli.key });
    const found = await client.get('/api/v1/search?q=owner:chiara');
    expect(JSON.stringify(found)).toContain('owned-one');
  });

  it('an admin hands over in one step, and deactivates somebody with a successor', async () => {
    const admin = createClient({ address: stage.address, key: amara.key });
    const email = 'leo@northwind.example';
    const made = await admin.post('/api/v1/people', {
      displayName: 'Leo Larsen',
      email,
      password: 'a password of twenty',
      role: 'contributor',
    });
    const leo = textAt(made, 'id');
    await publishNew(stage, 'support', 'owned-two');
    await admin.post('/api/v1/libraries/support/owner', { path: 'owned-two.prompt', owner: leo });
    const { page, go } = await enter('amara');
    await go('/people');
    await page.getByRole('link', { name: 'Leo Larsen' }).click();
    await page.getByRole('heading', { name: 'Owns 1 asset' }).waitFor();
    await page.getByRole('button', { name: 'Hand over…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New owner').selectOption(await idOf(stage, 'gus'));
    await dialog.getByRole('button', { name: 'Hand over 1 asset' }).click();
    await page.getByText('Gus Moreau owns 1 asset more').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('heading', { name: 'Owns 0 assets' }).waitFor();

    await admin.post('/api/v1/libraries/support/owner', { path: 'owned-two.prompt', owner: leo });
    await page.reload();
    await page.getByRole('heading', { name: 'Owns 1 asset' }).waitFor();
    await page.getByRole('button', { name: 'Deactivate…' }).click();
    await dialog.getByText('This cannot be taken back yet').waitFor();
    await dialog.getByLabel('New owner of their 1 asset').selectOption(await idOf(stage, 'eli'));
    await picture(page, 'deactivate');
    await dialog.getByRole('button', { name: 'Deactivate Leo Larsen' }).click();
    await page.getByText('is signed out everywhere').waitFor();
    await page.getByText('left', { exact: true }).waitFor();
    await expect
      .poll(async () =>
        textAt(
          await admin.get('/api/v1/libraries/support/asset?path=owned-two.prompt'),
          'owner',
          'displayName',
        ),
      )
      .toBe(eli.name);
  });
});
