import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';
import { endorse, publish, publishNew } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { chiara, dana, eli } = stage.players;
const button = (page: Page, label: string) => page.getByRole('button', { name: label, exact: true });
const changeAt = (page: Page) => /chg_\w+/.exec(page.url())?.[0] ?? '';

async function act(page: Page, name: string, item: string, verb: string): Promise<string> {
  await button(page, `More for ${name}`).click();
  await page.getByRole('menuitem', { name: item }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, verb);
  if (item.startsWith('Rename')) await dialog.getByLabel('New name').fill('plans/move-data');
  await button(page, verb).click();
  await page.waitForURL(/\/changes\/chg_/);
  return changeAt(page);
}

async function goLive(change: string): Promise<void> {
  await endorse(stage, chiara, change);
  await publish(stage, dana, eli, change);
}

it('a prompt is renamed, deleted and restored, each as a change', async () => {
  await publishNew(stage, 'engineering', 'moving-plan');
  const { page, go, trouble } = await enter('ben');
  const library = '/libraries/engineering';
  await go(`${library}/prompts/moving-plan`);
  await goLive(await act(page, 'moving-plan', 'Rename or move…', 'Propose rename'));

  await go(`${library}/prompts/plans/move-data?tab=history`);
  await page.getByText('called moving-plan.prompt then').first().waitFor();
  trouble.expect(/^404 GET \/api\/v1\/libraries\/engineering\/asset\?path=moving-plan\.prompt/);
  await go(`${library}/prompts/moving-plan`);
  await page.getByText('engineering/moving-plan is called engineering/plans/move-data now.').waitFor();

  await go(`${library}/prompts/plans/move-data`);
  await goLive(await act(page, 'plans/move-data', 'Delete…', 'Propose deletion'));
  await go(`${library}?tab=deleted`);
  await button(page, 'Restore v1 of plans/move-data.prompt').waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'deleted');
  await button(page, 'Restore v1 of plans/move-data.prompt').click();
  await page.getByRole('dialog').waitFor();
  await button(page, 'Propose restoring v1').click();
  await page.waitForURL(/\/changes\/chg_/);
  await goLive(changeAt(page));
  await go(`${library}/prompts/plans/move-data`);
  await page.getByRole('textbox', { name: 'Text of plans/move-data.prompt' }).waitFor();
});
