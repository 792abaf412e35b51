import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { textAt } from '../support/house.ts';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';
import { commit, propose } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { ben, gus } = stage.players;

const library = 'marketing';
const name = 'newsletter-intro';
const button = (page: Page, label: string | RegExp) => page.getByRole('button', { name: label });
const editorOf = (page: Page) => page.getByRole('textbox', { name: `Text of ${name}.prompt` });
const ended = (line: string) => (text: string) => `${text.trimEnd()}\n\n${line}\n`;

/** What a branch holds. */
async function heldBy(branch: string): Promise<string> {
  const client = createClient({ address: stage.address, key: ben.key });
  const ref = encodeURIComponent(branch);
  return textAt(
    await client.get(`/api/v1/libraries/${library}/asset?path=${name}.prompt&ref=${ref}`),
    'text',
  );
}

async function typeAtStart(page: Page, text: string): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type(text);
}

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

async function proposeInBrowser(page: Page, title: string): Promise<void> {
  await button(page, 'Propose change').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What changes').fill(title);
  await button(page, 'Propose change').last().click();
}

const shared = async (branch: string) => {
  const first = ended('Mention the season.');
  await propose(stage, ben, { library, name, branch, title: `Begin ${branch}`, edit: first });
  return `/libraries/${library}/prompts/${name}?ref=${branch}`;
};

describe('two people edit the same prompt at the same time', () => {
  it('the second is told, sees the other’s edit, and loses nothing', async () => {
    const address = await shared('both-edit');
    const [one, two] = [await enter('gus'), await enter('ben')];
    await one.go(address);
    await two.go(address);
    await typeAtEnd(one.page, 'Gus was here.\n');
    await editorOf(two.page).getByText('model:').first().click();
    await two.page.keyboard.press('Control+Home');
    await two.page.keyboard.press('End');
    await two.page.keyboard.type('\n# Ben says why');

    await proposeInBrowser(one.page, 'Gus adds a line');
    await one.page.getByRole('heading', { level: 1 }).waitFor();
    // Whoever comes back to the window is told at once, and not within ten seconds.
    await two.page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");

    const told = two.page.getByText('Gus Moreau changed this while you edit');
    await told.waitFor();
    await two.page.reload();
    await two.page.getByText('# Ben says why').waitFor();
    await told.waitFor();
    expect(await violations(two.page)).toEqual([]);
    await picture(two.page, 'told of another edit');

    await button(two.page, 'See it and decide').click();
    const dialog = two.page.getByRole('dialog');
    await dialog.getByText('Gus was here.').waitFor();
    expect(await violations(two.page)).toEqual([]);
    await picture(two.page, 'the other edit');
    await button(two.page, 'Bring theirs into mine').click();
    await editorOf(two.page).getByText('Gus was here.').waitFor();
    await editorOf(two.page).getByText('# Ben says why').waitFor();
    await proposeInBrowser(two.page, 'Ben says why');
    await two.page.waitForURL(/\/changes\/chg_/);
    expect(await heldBy('both-edit')).toMatch(/^---\n# Ben says why\n[\s\S]*Gus was here\.\n/);
  });

  it('who proposes onto a branch that has just moved decides place by place, and may keep an edit apart', async () => {
    const address = await shared('same-words');
    const { page, go } = await enter('ben');
    await go(address);
    await typeAtEnd(page, 'Sign as the team.\n');
    const edit = (text: string) => `${text}Sign as the editor.\n`;
    await commit(stage, gus, { library, name, branch: 'same-words', title: 'Sign it', edit });
    await proposeInBrowser(page, 'Sign as the team');
    await page.getByText('Gus Moreau changed this while you edit').first().waitFor();
    expect(await heldBy('same-words')).not.toContain('Sign as the team.');

    await button(page, 'Bring theirs into mine').click();
    const place = page.getByRole('group', { name: /^Decide / });
    await place.waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'two edits of the same words');
    expect(await button(page, 'Use this text').getAttribute('aria-disabled')).toBe('true');
    await place.getByRole('button', { name: /^Both/ }).click();
    await button(page, 'Use this text').click();
    await editorOf(page).getByText('Sign as the editor.').waitFor();
    await editorOf(page).getByText('Sign as the team.').waitFor();
    await button(page, 'Undo').click();
    await editorOf(page).getByText('Sign as the editor.').waitFor({ state: 'detached' });

    await button(page, 'See it and decide').click();
    await button(page, 'Keep mine on a branch of its own').click();
    expect(await page.getByLabel('What changes').inputValue(), 'what was typed').toBe('Sign as the team');
    await button(page, 'Propose change').last().click();
    await page.waitForURL(/\/changes\/chg_/);
    const change = /chg_\w+/.exec(page.url())?.[0] ?? '';
    const client = createClient({ address: stage.address, key: ben.key });
    const own = textAt(await client.get(`/api/v1/changes/${change}`), 'branch');
    expect(await heldBy(own)).toContain('Sign as the team.');
    expect(await heldBy('same-words')).not.toContain('Sign as the team.');
  });

  it('who edits main is told of work on branches, and can go on from there', async () => {
    await propose(stage, gus, {
      library,
      name,
      branch: 'gus-elsewhere',
      title: 'Elsewhere',
      edit: ended('Ask a question.'),
    });
    const { page, go } = await enter('ben', { viewport: { width: 360, height: 740 } });
    await go(`/libraries/${library}/prompts/${name}`);
    await typeAtStart(page, ' ');
    await page.keyboard.press('Backspace');
    await typeAtEnd(page, '{{! Ben thinks }}');
    await page.getByText('Gus Moreau changed this on the branch gus-elsewhere').waitFor();
    await picture(page, 'work elsewhere');
    const row = page.getByText('gus-elsewhere').locator('xpath=ancestor::p');
    await row.getByRole('button', { name: 'See their edit' }).click();
    await page.getByRole('dialog').getByText('Ask a question.').waitFor();
    await button(page, 'Put mine on top of theirs').click();
    const both = page.getByRole('group', { name: /^Decide / });
    await both.getByRole('button', { name: /^Both/ }).click();
    await button(page, 'Use this text').click();
    await page.waitForURL(/ref=gus-elsewhere/);
    await editorOf(page).getByText('Ask a question.').waitFor();
    await editorOf(page).getByText('{{! Ben thinks }}').waitFor();
  });
});
