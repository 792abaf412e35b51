import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { useBrowser } from './support/browser.ts';
import { endorse, propose, publish } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { ben, chiara, dana, eli, gus } = stage.players;

const library = 'engineering';
const name = 'explain-incident';
const button = (page: Page, label: string | RegExp) => page.getByRole('button', { name: label });

describe('two people edit one prompt', () => {
  it('the second brings main in, decides place by place in the browser, and the change can be reviewed again', async () => {
    const ended = (line: string) => (text: string) => `${text.trimEnd()}\n\n${line}\n`;
    const first = await propose(stage, gus, {
      library,
      name,
      branch: 'gus-ends',
      title: 'End with the owner',
      edit: ended('End with the name of the owner.'),
    });
    const second = await propose(stage, ben, {
      library,
      name,
      branch: 'ben-ends',
      title: 'End with the next step',
      edit: ended('End with the next step and its date.'),
    });
    await endorse(stage, chiara, first);
    await publish(stage, dana, eli, first);

    const visit = await enter('ben');
    const { page } = visit;
    await visit.go(`/changes/${second}`);
    await page.getByRole('link', { name: 'Bring main into the branch' }).click();
    await page.getByRole('heading', { name: 'Bring main into ben-ends' }).waitFor();
    await page.getByText('1 place needs your decision').waitFor();
    const act = button(page, /^Bring main in/);
    expect(await act.getAttribute('aria-disabled')).toBe('true');

    const place = page.getByRole('group', { name: /^Decide / });
    await place.getByRole('button').first().focus();
    await page.keyboard.press('2');
    await page.getByText('1 of 1 resolved').waitFor();
    await button(page, 'Undo').click();
    await page.getByText('0 of 1 resolved').waitFor();
    await place.getByRole('button', { name: /^Write it/ }).click();
    const text = page.getByLabel('Your text');
    await text.fill('End with the owner, the next step and its date.\n');
    await button(page, 'Show result').click();
    await page
      .getByRole('region', { name: `Result of ${name}.prompt` })
      .getByText('the next step and its date')
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await act.click();
    await page.getByText('Done: ben-ends holds it now.').waitFor();

    await visit.go(`/changes/${second}`);
    await page.getByText('Merges without conflict').waitFor();
    await page.getByText('End with the owner, the next step and its date.').first().waitFor();
    expect(await page.getByRole('link', { name: 'Bring main into the branch' }).count()).toBe(0);
    await endorse(stage, chiara, second);
    await publish(stage, dana, eli, second);
  });

  it('a branch is deleted, and back with one click', async () => {
    const visit = await enter('ben');
    const { page } = visit;
    await visit.go(`/libraries/${library}?tab=branches`);
    await button(page, 'New branch').click();
    await page.getByRole('dialog').getByLabel('Name').fill('short-lived');
    await button(page, 'Start branch').click();
    const row = page.getByRole('link', { name: 'short-lived' });
    await row.waitFor();
    await button(page, 'Delete short-lived').click();
    await row.waitFor({ state: 'detached' });
    await button(page, 'Undo').click();
    await row.waitFor();
  });
});
