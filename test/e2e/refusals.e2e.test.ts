import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { commit, endorse, propose, publish } from './support/stories.ts';

const { arrive, enter, stage } = useBrowser();
const { ben, chiara, dana, eli, gus } = stage.players;
const slowly = { timeout: 30_000 };

const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true });

/** The sentence that assistive technology reads for a control. */
async function describedBy(page: Page, control: Locator): Promise<string> {
  const id = await control.getAttribute('aria-describedby');
  return id === null ? '' : page.locator(`[id="${id}"]`).innerText();
}

describe('what is refused, and how it is said', () => {
  it('an author does not approve: the button says why to the eye, the keyboard and the screen reader', async () => {
    const change = await propose(stage, gus, {
      library: 'engineering',
      name: 'migration-plan',
      branch: 'gus-plan',
      title: 'Ask for the rollback first',
      edit: (text) => `${text}Begin with the rollback.\n`,
    });
    const visit = await enter('gus');
    const { page } = visit;
    await visit.go(`/changes/${change}`);
    const approve = button(page, 'Approve');
    await approve.waitFor();
    const reason = 'You wrote part of this change or asked for it';
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    expect(await describedBy(page, approve)).toContain(reason);
    await approve.focus();
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Approve');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(reason).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);

    // A page that was tampered with gets the same answer from the server.
    visit.trouble.expect(/^403 POST \/api\/v1\/changes\/.*\/approve$/);
    const code = await page.evaluate<string>(`(async () => {
      const change = await (await fetch('/api/v1/changes/${change}')).json();
      const { revision, digest, shown } = change;
      const response = await fetch('/api/v1/changes/${change}/approve', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ revision, digest, shown }),
      });
      return (await response.json()).code;
    })()`);
    expect(code).toBe('change.approve.own_contribution');
  });

  it('a wrong password is one sentence, and the address that was typed stays', async () => {
    const visit = await arrive('dana');
    const { page } = visit;
    visit.trouble.expect(/^401 GET \/api\/v1\/session$/);
    visit.trouble.expect(/^401 POST \/auth\/sign-in\/email$/);
    await page.goto('/');
    await page.getByLabel('E-mail').fill(dana.email);
    await page.getByLabel('Password').fill('not the password');
    await button(page, 'Sign in').click();
    await page.getByRole('alert').getByText('do not belong together').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(dana.email);
  });

  it('a restricted library is nothing for who has no role on it, exactly like one that does not exist', async () => {
    const visit = await enter('vera');
    const { page } = visit;
    await visit.go('/libraries');
    await page.getByRole('link', { name: 'Marketing' }).waitFor();
    expect(await page.getByText('Legal').count()).toBe(0);
    visit.trouble.expect(new RegExp(`^404 GET /api/v1/libraries/${stage.restricted}$`));
    visit.trouble.expect(/^404 GET \/api\/v1\/libraries\/no-such-place$/);
    const shown: string[] = [];
    for (const name of [stage.restricted, 'no-such-place']) {
      await visit.go(`/libraries/${name}`);
      await page
        .getByText(/may not know about it|may not see it|not found/i)
        .first()
        .waitFor();
      expect(await button(page, 'Try again').count(), 'trying again would not help').toBe(0);
      shown.push(withoutRequest((await page.locator('main').innerText()).replaceAll(name, 'NAME')));
    }
    expect(shown[0]).toBe(shown[1]);
  });

  it('an approval of what has moved on is a conflict, and the page offers what is there now', async () => {
    const proposal = {
      library: 'engineering',
      name: 'explain-incident',
      branch: 'ben-moves-on',
      title: 'Say when it was over',
      edit: (text: string) => `${text}Say when it was over.\n`,
    };
    const change = await propose(stage, ben, proposal);
    await endorse(stage, chiara, change);
    const visit = await enter('dana', { viewport: { width: 1360, height: 1600 } });
    const { page } = visit;
    await visit.go(`/changes/${change}`);
    await page.getByText('All of it was on your screen').waitFor();
    await button(page, 'Approve').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('binds these exact bytes').waitFor();

    await commit(stage, ben, { ...proposal, edit: (text) => `${text}And give everybody a refund.\n` });
    visit.trouble.expect(/^409 POST \/api\/v1\/changes\/.*\/approve$/);
    await button(dialog, 'Approve').click();
    await dialog.getByRole('alert').getByText('This change has moved on to revision').waitFor();
    await button(dialog, 'Load the change anew').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('And give everybody a refund.').first().waitFor();
    await expect
      .poll(
        () => page.getByText('stale: the bytes have changed since').or(page.getByText('0 of 1')).count(),
        slowly,
      )
      .toBeGreaterThan(0);
  });

  it('two people who change the same line: the second is told before it can be published', async () => {
    const change = (player: typeof ben, branch: string, line: string) =>
      propose(stage, player, {
        library: 'support',
        name: 'summarize-call',
        branch,
        title: line,
        edit: (text) => text.replace(/Summarize this call in .* bullets/, line),
      });
    const first = await change(ben, 'ben-bullets', 'Summarize this call in four bullets');
    const second = await change(gus, 'gus-bullets', 'Summarize this call in two bullets');
    await endorse(stage, chiara, first);
    await publish(stage, dana, eli, first);

    const visit = await enter('dana');
    const { page } = visit;
    await visit.go(`/changes/${second}`);
    await page.getByText('Main has changed too: summarize-call.prompt.').first().waitFor();
    const approve = button(page, 'Approve');
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    expect(await describedBy(page, approve)).not.toBe('');
  });
});

/** Every answer names its own request; that is all that may differ. */
const withoutRequest = (text: string): string => text.replace(/req_\S+/, 'req_ID');
