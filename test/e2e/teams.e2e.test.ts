import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';

const { enter } = useBrowser();

describe('teams', () => {
  it('an admin makes one, fills it with a person and a team, and retires it', async () => {
    const { page, go } = await enter('amara');
    await go('/people');
    await page.getByRole('button', { name: 'Make a team' }).click();
    await page.getByLabel('Name', { exact: true }).fill('story-tellers');
    await page.getByLabel('Title').fill('Story tellers');
    await page.getByRole('dialog').getByRole('button', { name: 'Make the team' }).click();
    await page.getByRole('link', { name: 'Story tellers' }).click();
    await page.getByText('Nobody is in it yet').waitFor();
    const choose = page.getByLabel('Add', { exact: true });
    await choose.selectOption({ label: 'Ben Fischer (ben@northwind.example)' });
    await page.getByRole('button', { name: 'Add to the team' }).click();
    await page.getByRole('link', { name: 'Ben Fischer' }).waitFor();
    await choose.selectOption({ label: 'Team: Legal counsel' });
    await page.getByRole('button', { name: 'Add to the team' }).click();
    await page.getByText('team of 2 people').waitFor();
    await page.getByText('3 people').waitFor();

    await page.getByRole('link', { name: 'Ben Fischer' }).click();
    await page.getByRole('link', { name: 'Story tellers' }).click();
    await page.getByRole('button', { name: 'Remove Ben Fischer' }).click();
    await page.getByText('Ben Fischer is no longer in Story tellers.').waitFor();

    await page.getByRole('button', { name: 'Retire…' }).click();
    await page.getByRole('button', { name: 'Retire Story tellers' }).click();
    await page.getByText('Story tellers is retired.').waitFor();
    await page.getByRole('heading', { name: 'Teams', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Story tellers' }).waitFor({ state: 'detached' });
  });

  it('others see who is in one, and why they cannot change it', async () => {
    const { page, go } = await enter('ben');
    await go('/people/teams/risk-board');
    await page.getByRole('link', { name: 'Chiara Rossi' }).waitFor();
    expect(await page.getByLabel('Add', { exact: true }).count()).toBe(0);
    const retire = page.getByRole('button', { name: 'Retire…' });
    expect(await retire.getAttribute('aria-disabled')).toBe('true');
    await retire.hover();
    await page.getByRole('tooltip').or(page.getByText('Only administrators can do this.')).first().waitFor();
  });
});

describe('stepping up', () => {
  it('asks for the password once, says when it is wrong, does what was asked, and leaves it undone when closed', async () => {
    const { page, go, player, trouble } = await enter('amara');
    // Stands for a requirement with step-up: the server wants to know anew who this is, until the session is proved.
    let isProved = false;
    await page.route('**/api/v1/teams', async (route) => {
      if (route.request().method() !== 'POST' || isProved) return route.continue();
      const detail = 'This wants a proof of who you are that is at most 15 minutes old.';
      await route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        json: { code: 'team.create.step_up_needed', title: 'Confirm', detail, status: 403 },
      });
    });
    page.on('response', (response) => {
      if (response.url().endsWith('/auth/step-up') && response.ok()) isProved = true;
    });
    trouble.expect(/^403 POST \/api\/v1\/teams$/);
    trouble.expect(/^403 POST \/auth\/step-up$/);
    await go('/people');
    await page.getByRole('button', { name: 'Make a team' }).click();
    await page.getByLabel('Name', { exact: true }).fill('step-up');
    const make = page.getByRole('button', { name: 'Make the team' });
    await make.click();
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.getByText('at most 15 minutes old').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // The dialog under it is still there, with what was typed, and says what was not done.
    await page.getByRole('alert').getByText('team.create.step_up_needed').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('step-up');

    await make.click();
    const password = dialog.getByLabel(/^Password of/);
    await dialog.locator('input[type=password]:focus').waitFor();
    await password.fill('not the password');
    await page.keyboard.press('Enter');
    await dialog.getByText('session.step_up.wrong_password').waitFor();
    await password.fill(player.password);
    await dialog.getByRole('button', { name: 'Confirm and go on' }).click();
    await page.getByText('step-up is there. Add its people next.').waitFor();
  });
});
