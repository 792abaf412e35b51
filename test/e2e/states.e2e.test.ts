import { describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';
import { everyStop } from './support/pages.ts';

const { enter, stage } = useBrowser();

/** Pages with the question that each asks first. */
const questions = [
  ['home', '/api/v1/measures/home'],
  ['libraries', '/api/v1/libraries?limit=200'],
  ['library', '/api/v1/libraries/support'],
  ['prompt', '/api/v1/libraries/support/asset?*'],
  ['changes', '/api/v1/changes?limit=200'],
  ['change', '/api/v1/changes/chg_*'],
  ['executions', '/api/v1/executions?*'],
  ['execution', '/api/v1/executions/exe_*'],
  ['policy', '/api/v1/policy'],
  ['ledger', '/api/v1/entries?*'],
  ['entry', '/api/v1/entries/ent_*'],
  ['people', '/api/v1/people*'],
] as const;

const problem = {
  type: 'about:blank',
  title: 'The database is away',
  status: 500,
  code: 'storage.unavailable',
  detail: 'The database does not answer. Wait a moment and try again.',
  request: 'req_e2e00000000001',
};

describe('states of a page', () => {
  it('waits with a skeleton, says what failed and what to quote, and gets over it', async () => {
    const eli = await enter('eli');
    const { page } = eli;
    eli.trouble.expect(/^500 GET \/api\/v1\//);
    const stops = await everyStop(stage);
    for (const [name, question] of questions) {
      const stop = stops.find((one) => one.name === name);
      if (stop === undefined) throw new Error(`there is no page ${name}`);
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const glob = `**${question}`;
      let isAway = true;
      await page.route(glob, async (route) => {
        await released;
        if (!isAway) return route.continue();
        await route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: JSON.stringify(problem),
        });
      });
      await eli.go(stop.path);
      await page.locator('main .skeleton').first().waitFor();
      await picture(page, `${name} loading`);
      release();
      const alert = page.getByRole('alert').first();
      await alert.getByText(problem.detail).waitFor();
      expect(await alert.innerText()).toContain(problem.request.slice(0, 12));
      await picture(page, `${name} failed`);
      const again = alert.getByRole('button', { name: 'Try again' });
      await again.waitFor();
      // In the same breath: a page that asks again by itself may be faster than a hand.
      isAway = false;
      await again.click();
      await stop.ready(page);
      await page.unroute(glob);
      expect(await page.getByRole('alert').count(), `${name} still complains`).toBe(0);
    }
  }, 300_000);

  it('says that the server cannot be reached, and goes on when it can', async () => {
    const eli = await enter('eli');
    const { page } = eli;
    eli.trouble.expect(/^net::ERR_CONNECTION_REFUSED GET \/api\/v1\/policy$/);
    await page.route('**/api/v1/policy', (route) => route.abort('connectionrefused'));
    await eli.go('/policy');
    await page.getByRole('alert').getByText('Check your connection and try again').waitFor();
    await page.unroute('**/api/v1/policy');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The rule in Cedar').first().waitFor();
  });

  it('tells a new organization where to begin', async () => {
    const frida = await enter('frida');
    const { page } = frida;
    const found: string[] = [];
    for (const [path, words] of [
      ['', 'Nothing waits for you'],
      ['/libraries', 'No library yet'],
      ['/changes', 'No changes yet'],
      ['/executions', 'No executions yet'],
      ['/policy', 'The rule in Cedar'],
      ['/ledger', 'organization.create'],
      ['/people', 'No apps yet'],
    ] as const) {
      await frida.go(path);
      await page.getByText(words).first().waitFor();
      found.push(...(await violations(page)).map((line) => `${path}: ${line}`));
      await picture(page, `empty ${path === '' ? 'home' : path}`);
    }
    expect(found).toEqual([]);

    await frida.go('/libraries');
    await page.getByRole('button', { name: 'New library' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('crew');
    await dialog.getByRole('button', { name: 'Make the library' }).click();
    await page.getByText('Nothing is published here yet').waitFor();
    await picture(page, 'empty library');
  });
});
