import { expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';

const { arrive, enter } = useBrowser();

it('an admin sets single sign-on up from the people’s page, and is told what is missing', async () => {
  const { page, go } = await enter('amara');
  await go('/people');
  await page.getByRole('link', { name: 'Single sign-on' }).click();
  const known = page.getByRole('article', { name: 'Northwind account' });
  const on = known.getByRole('button', { name: 'Switch on' });
  expect(await on.getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel('Domain of your e-mail addresses').fill('story.example');
  await page.getByRole('button', { name: 'Add the domain' }).click();
  await page.getByText('_countersign-challenge.story.example').waitFor();
  await page.getByRole('button', { name: 'Set one up' }).click();
  await page.getByLabel('What people call it').fill('Story account');
  await page.getByLabel('Issuer').fill('https://login.story.example/');
  await page.getByLabel('Client ID').fill('story');
  await page.getByRole('button', { name: 'Set it up' }).click();
  const made = page.getByRole('article', { name: 'Story account' });
  await made.getByText('Not yet. Test it before you switch it on.').waitFor();
  await made.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete …' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await made.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Enforce it…' }).click();
  await page.getByText('You can take it back here.').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Provisioning (SCIM)' }).click();
  await page.getByText('1 kept by the directory').waitFor();
});

it('whoever signs in learns by their address whether there is single sign-on', async () => {
  const { page } = await arrive('vera');
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Single sign-on' }).click();
  await page.getByLabel('Your e-mail at work').fill('somebody@nowhere.example');
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByText('No organization here signs in with single sign-on by this address.').waitFor();
  await page.getByRole('button', { name: 'Sign in with a password instead' }).click();
  await page.getByLabel('Password').waitFor();
});
