import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';
import { commit, type Proposal, propose, publishNew } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { ben } = stage.players;
const button = (at: Page | Locator, name: string | RegExp) =>
  at.getByRole('button', { name, exact: typeof name === 'string' });

async function proposed(name: string): Promise<{ change: string; proposal: Proposal }> {
  await publishNew(stage, 'engineering', name);
  const proposal = {
    library: 'engineering',
    name,
    branch: `edit-${name}`,
    title: `Talk about ${name}`,
    edit: () => 'Say {{word}}.\nSay it twice.\nSay it slowly.\n',
  };
  return { change: await propose(stage, ben, proposal), proposal };
}

it('AT-05: a suggestion, made by keyboard alone, becomes a commit; who made it cannot decide then, and the button says why', async () => {
  const { change } = await proposed('said-twice');
  const chiara = await enter('chiara');
  const { page } = chiara;
  await chiara.go(`/changes/${change}`);
  const table = page.getByRole('table', { name: 'Differences of said-twice.prompt' });
  const line = (number: number) => button(table, `Comment on line ${number}`);
  await line(1).waitFor();
  await table.locator('[data-pick]').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await line(2).evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  const composer = page.getByRole('form', { name: 'Comment on line 2' });
  await composer.getByLabel('Comment').pressSequentially('Once is enough.');
  await button(composer, 'Suggest an edit').press('Enter');
  await composer.getByLabel('Put this in place of the lines').fill('Say it once.');
  await composer.getByText('Say it once.').last().waitFor();
  await button(composer, 'Suggest').press('Enter');
  const thread = page.getByRole('article', { name: 'Thread on said-twice.prompt, line 2' });
  await thread.getByText('Once is enough.').waitFor();

  const author = await enter('ben');
  await author.go(`/changes/${change}`);
  const theirs = author.page.getByRole('article', { name: 'Thread on said-twice.prompt, line 2' });
  await button(theirs, 'Accept the suggestion').click();
  const dialog = author.page.getByRole('dialog');
  await dialog.getByText('none of you can review or approve this change').waitFor();
  await button(dialog, 'Accept').click();
  await dialog.waitFor({ state: 'hidden' });
  const section = author.page.getByRole('region', { name: 'said-twice.prompt' });
  await section.getByRole('table').getByText('Say it once.').first().waitFor();
  await section.getByText('resolved').first().waitFor();

  await chiara.go(`/changes/${change}`);
  const review = button(page, 'Review');
  await review.waitFor();
  expect(await review.getAttribute('aria-disabled')).toBe('true');
  await page.getByText('You wrote part of this change or asked for it').first().waitFor();
});

it('a thread is answered and resolved in place, and stays with its lines when others change', async () => {
  const { change, proposal } = await proposed('said-slowly');
  const chiara = await enter('chiara');
  const { page } = chiara;
  await chiara.go(`/changes/${change}`);
  await button(page, 'Comment').first().click();
  const composer = page.getByRole('form', { name: /^Comment on line/ });
  await composer.getByLabel('From line').fill('3');
  await composer.getByLabel('Comment').fill('How slowly?');
  await button(composer, 'Comment').click();
  const thread = page.getByRole('article', { name: 'Thread on said-slowly.prompt, line 3' });
  await thread.getByText('How slowly?').waitFor();

  await commit(stage, ben, { ...proposal, edit: (text) => `A new first line.\n${text}` });
  await chiara.go(`/changes/${change}`);
  const moved = page.getByRole('article', { name: 'Thread on said-slowly.prompt, line 4' });
  await moved.getByText('moved with its lines').waitFor();
  await button(page, 'Changes since I looked').click();
  const section = page.getByRole('region', { name: 'said-slowly.prompt' });
  await section.getByText('A new first line.').waitFor();
  await page.getByText('This is only what came since that revision').waitFor();
  await button(moved, 'Answer').click();
  await moved.getByLabel('Answer').fill('Word by word.');
  await button(moved, 'Answer').click();
  await moved.getByText('Word by word.').waitFor();
  await button(moved, 'Resolve').click();
  await moved.getByText('resolved').waitFor();
  expect(await moved.getByText('Word by word.').count(), 'what is resolved is folded').toBe(0);

  await commit(stage, ben, { ...proposal, edit: (text) => text.replace('slowly', 'very slowly') });
  await chiara.go(`/changes/${change}`);
  const outdated = page.getByRole('article', { name: 'Thread on said-slowly.prompt, line 3' });
  await outdated.getByText('outdated').waitFor();
});

it('somebody is asked to look, sees why it is told, and mutes it', async () => {
  const { change } = await proposed('said-quietly');
  const author = await enter('ben');
  await author.go(`/changes/${change}`);
  await button(author.page, 'Ask somebody').click();
  const dialog = author.page.getByRole('dialog');
  await dialog
    .getByLabel('Person or team')
    .selectOption({ label: 'Dana Whitfield (dana@northwind.example)' });
  await button(dialog, 'Ask').click();
  await author.page.getByRole('region', { name: 'Reviewers' }).getByText('Dana Whitfield').waitFor();
  const dana = await enter('dana');
  await dana.go(`/changes/${change}`);
  const mute = button(dana.page, 'Mute');
  expect(await mute.getAttribute('title')).toContain('you were asked to look');
  await mute.click();
  await button(dana.page, 'Subscribe').waitFor();
  await button(dana.page, 'Reword').waitFor({ state: 'hidden' });
});
