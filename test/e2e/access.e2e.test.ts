import { expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { useBrowser } from './support/browser.ts';

const { enter } = useBrowser();

it('a role is made of permissions, given on a folder until an end, explained, and taken away under review', async () => {
  const { page, go } = await enter('amara');
  await go('/people');
  await page.getByRole('link', { name: 'Roles, grants and reviews' }).click();
  await page.getByRole('tab', { name: 'Roles' }).click();
  await page.getByRole('button', { name: 'Make a role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('story-desk');
  await dialog.getByLabel('Title').fill('Story desk');
  await dialog.getByPlaceholder(/^Find a permission/).fill('asset.read');
  await dialog.getByLabel('asset.read', { exact: true }).check();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make the role' }).click();
  await page.getByText('Story desk is saved.').waitFor();

  await page.getByRole('tab', { name: 'Grants' }).click();
  await page.getByRole('button', { name: 'Give a role' }).click();
  await dialog.getByLabel('To whom').selectOption({ label: 'Henrik Lund (henrik@northwind.example)' });
  await dialog.getByLabel('Role').selectOption('story-desk');
  await dialog.getByLabel('Where').selectOption('legal');
  await dialog.getByLabel('Part of it').fill('story/');
  await dialog.getByLabel('Ends').selectOption('7');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Give the role' }).click();
  await page.getByText('Henrik Lund is story-desk now.').waitFor();
  await page.getByText('legal/story/…', { exact: true }).waitFor();

  await page.getByRole('tab', { name: 'Why' }).click();
  await page.getByLabel('Who').selectOption({ label: 'Henrik Lund' });
  await page.getByLabel('Does what').selectOption('asset.read');
  await page.getByLabel('Library').selectOption('legal');
  await page.getByText('reaches another part only').waitFor();
  await page.getByLabel('Asset').fill('story/one.prompt');
  await page.getByLabel('Asset').blur();
  await page.getByText('permits it', { exact: true }).waitFor();

  await page.getByRole('tab', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Revoke story-desk of Henrik Lund' }).click();
  await dialog.getByText('may not do what story-desk permits on legal/story/…').waitFor();
  await dialog.getByRole('button', { name: 'Take story-desk away' }).click();
  await page.getByText('Henrik Lund is no longer story-desk on legal/story/…').waitFor();
  await page.getByLabel('What did you find?').fill('Henrik needed it for one story.');
  await page.getByRole('button', { name: 'Record that I looked it over' }).click();
  await page.getByText('Henrik needed it for one story.').and(page.locator('p')).waitFor();

  await page.getByRole('tab', { name: 'Roles' }).click();
  await page.getByRole('button', { name: 'Retire Story desk' }).click();
  await dialog.getByText('Nobody holds it now.').waitFor();
  await dialog.getByRole('button', { name: 'Retire Story desk' }).click();
  await page.getByText('Story desk is retired.').waitFor();
});
