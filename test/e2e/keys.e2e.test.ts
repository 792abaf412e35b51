import { expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { textAt } from '../support/house.ts';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';

const { enter, stage } = useBrowser();

it('a key is rotated: the new one is shown once, and the old one ends as was chosen', async () => {
  const ben = createClient({ address: stage.address, key: stage.players.ben.key });
  const old = await ben.post('/api/v1/keys', { displayName: 'Nightly job' });
  const works = async (key: string) => {
    const headers = { authorization: `Bearer ${key}` };
    return (await fetch(`${stage.address}/api/v1/session`, { headers })).status;
  };
  const { page, go } = await enter('ben');
  await go('/people');
  await page.getByRole('button', { name: 'Rotate Nightly job' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('A new key with the same rights').waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'rotate a key');
  await dialog.getByLabel(/The old key/).selectOption({ label: 'ends at once' });
  await dialog.getByRole('button', { name: 'Rotate the key' }).click();
  const secret = (await dialog.getByText(/^cs_live_/).textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have stored it' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('expired').first().waitFor();
  expect([await works(textAt(old, 'secret')), await works(secret)]).toEqual([401, 200]);
  for (const width of [1360, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.getByRole('table', { name: 'Keys' }).scrollIntoViewIfNeeded();
    expect(await violations(page)).toEqual([]);
    await picture(page, `keys ${width}`);
  }
});
