import { describe, expect, it } from 'vitest';
import { picture, useBrowser } from './support/browser.ts';

const { enter } = useBrowser();

describe('environments', () => {
  it('an admin makes, rewords and retires one; what was live at an instant can be asked', async () => {
    const amara = await enter('amara');
    const { page } = amara;
    await amara.go('/libraries');
    await page.getByRole('link', { name: 'Environments' }).click();
    await page.getByRole('heading', { name: 'Environments' }).waitFor();
    await page.getByRole('button', { name: 'New environment' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('eu');
    await dialog.getByLabel('Title').fill('Production, Europe');
    await dialog.getByRole('button', { name: 'Make the environment' }).click();
    await page.getByRole('link', { name: /Production, Europe/ }).click();
    await page.getByText('Nothing is live here').waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('Description').fill('What runs in the Union');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('What runs in the Union').waitFor();
    await page.getByRole('button', { name: 'Retire' }).click();
    await page.getByText('To take this back').waitFor();
    await dialog.getByRole('button', { name: 'Retire it' }).click();
    await page.getByText('Production, Europe is retired.').waitFor();

    await amara.go('/environments/production');
    await page.getByText('support/reply-to-complaint').first().waitFor();
    await page.getByLabel('Library').selectOption('engineering');
    await page.getByText('engineering/migration-plan').first().waitFor();
    await page.getByText('support/reply-to-complaint').waitFor({ state: 'detached' });
    await page.getByLabel('As of').fill('2020-01-01T00:00:00');
    await page.getByText('Nothing was live here then').waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await page.getByText('engineering/migration-plan').first().waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('Promote the plan with times').waitFor();
    await picture(page, 'environment history');
    expect(page.url()).toContain('tab=history');
  });
});
