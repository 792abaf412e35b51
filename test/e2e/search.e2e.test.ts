import { describe, expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { at, listAt, textAt } from '../support/house.ts';
import { useBrowser } from './support/browser.ts';

const { enter, stage } = useBrowser();

describe('somebody who looks for a prompt', () => {
  it('finds it by words of its text, narrows, walks with arrows, and opens it', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    await ben.go('/search');
    await page.getByRole('heading', { name: 'Changed last' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search for' }).fill('ticket');
    await page.getByRole('heading', { name: / found$/ }).waitFor();
    await page.waitForURL(/[?&]q=ticket/);
    const found = page.getByRole('list', { name: 'Found' });
    await found.getByRole('link', { name: 'triage-ticket' }).waitFor();
    expect(await found.locator('mark').first().innerText()).toMatch(/ticket/i);
    await page.getByRole('button', { name: /^support/ }).click();
    await page.waitForURL(/library=support/);
    await page.getByRole('searchbox', { name: 'Search for' }).focus();
    await page.keyboard.press('ArrowDown');
    const first = await page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: first, level: 1 }).waitFor();
  });

  it('keeps it with a star, and finds it at home and in the palette until it is taken away', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    await ben.go('/libraries/support/prompts/triage-ticket');
    const star = page.getByRole('button', { name: 'Favorite: triage-ticket' });
    await star.click();
    await page.getByRole('button', { name: 'Favorite: triage-ticket', pressed: true }).waitFor();
    await ben.go('');
    const favorites = page.getByRole('list', { name: 'Your favorites' });
    await favorites.getByRole('link', { name: 'triage-ticket' }).waitFor();
    await page.keyboard.press('Control+k');
    const first = page.getByRole('option').first();
    await expect.poll(() => first.innerText()).toContain('support/triage-ticket');
    await page.keyboard.press('Escape');
    await favorites.getByRole('button', { name: 'Favorite: triage-ticket' }).click();
    await favorites.waitFor({ state: 'hidden' });
  });
});

describe('somebody without a grant', () => {
  it('finds nothing of a restricted library, by no word and no filter', async () => {
    const owner = createClient({ address: stage.address, key: stage.players.amara.key });
    const all = await owner.get(`/api/v1/search?library=${stage.restricted}`);
    const hidden = listAt(all, 'items').filter((item) => at(item, 'kind') === 'prompt');
    expect(hidden.length).toBeGreaterThan(0);
    const name = textAt(hidden[0], 'name');
    const vera = await enter('vera');
    const { page } = vera;
    await vera.go(`/search?q=${encodeURIComponent(`library:${stage.restricted}`)}`);
    await page.getByText('Nothing found').waitFor();
    await vera.go(`/search?q=${encodeURIComponent(`"${name.replaceAll(/[/-]/g, ' ')}"`)}`);
    await page.locator('main h2, main .card').first().waitFor();
    await vera.go(`/search?q=${name}`);
    await page.locator('main h2, main .card').first().waitFor();
    expect(await page.locator('main').innerText()).not.toContain(`${stage.restricted}/`);
    const answer = JSON.stringify(
      await createClient({ address: stage.address, key: stage.players.vera.key }).get(
        '/api/v1/search?limit=200',
      ),
    );
    expect(answer).not.toContain(`"${stage.restricted}"`);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(name);
    await page.getByRole('option', { name: `Search for “${name}”` }).waitFor();
    await expect.poll(() => page.getByRole('status').last().innerText()).toContain('found');
    expect(await page.getByRole('option').allInnerTexts()).not.toContainEqual(
      expect.stringContaining(`${stage.restricted}/`),
    );
  });
});
