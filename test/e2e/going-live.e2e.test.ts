import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { listAt, textAt } from '../support/house.ts';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';
import { idOf } from './support/pages.ts';
import { endorse, propose, publishNew } from './support/stories.ts';

const { enter, stage } = useBrowser();
const { amara, ben, chiara, dana, eli } = stage.players;
const button = (page: Page, label: string) => page.getByRole('button', { name: label, exact: true });
const as = ({ key }: { readonly key: string }) => createClient({ address: stage.address, key });
const library = 'engineering';

/** A second version of a prompt of this story's own, approved. @returns the change's id */
async function approved(name: string): Promise<string> {
  await publishNew(stage, library, name);
  const edit = (text: string) => text.replace('Say', 'Kindly say');
  const change = await propose(stage, ben, {
    library,
    name,
    branch: `kinder-${name}`,
    title: `A kinder ${name}`,
    edit,
  });
  await endorse(stage, chiara, change);
  const path = `/api/v1/changes/${change}`;
  const page = await as(dana).get(path);
  const binding = { revision: textAt(page, 'revision'), digest: textAt(page, 'digest') };
  await as(dana).post(`${path}/approve`, { ...binding, shown: textAt(page, 'shown') });
  return change;
}

it('a publisher schedules, calls off, publishes with notes, and rolls back; recalls, and lifts it', async () => {
  const change = await approved('greeting-live');
  const { page, go } = await enter('eli');
  await go(`/changes/${change}`);
  await button(page, 'Publish').first().click();
  await page.getByRole('dialog').getByText('At a time').click();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'publish at a time');
  await button(page, 'Schedule').click();
  await page.getByRole('region', { name: 'Scheduled' }).getByText('Scheduled by Eli').waitFor();
  await button(page, 'Call off').click();
  await button(page, 'Call it off').click();
  await page.getByRole('region', { name: 'Scheduled' }).waitFor({ state: 'detached' });
  await button(page, 'Publish').first().click();
  await page.getByLabel('Release notes').fill('It is kinder now');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('region', { name: 'Release notes' }).getByText('It is kinder now').waitFor();

  await go(`/libraries/${library}/prompts/greeting-live?tab=versions`);
  await page.getByText('It is kinder now').first().waitFor();
  await button(page, 'Roll back to v1').click();
  await page.getByText('gets v1 instead of v2').waitFor();
  await page.getByLabel('Why').fill('Customers miss the old one');
  expect(await violations(page)).toEqual([]);
  await button(page, 'Roll back').click();
  await page.getByText('v1 live', { exact: true }).waitFor();
  await page.getByText('rollback', { exact: true }).waitFor();

  await go('/changes/recalls');
  await button(page, 'Recall…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Library').selectOption(library);
  await dialog.getByLabel('Path').fill('greeting-live.prompt');
  await dialog.getByLabel('Version', { exact: true }).fill('2');
  await dialog.getByLabel('Why').fill('It says what is not true');
  expect(await violations(page)).toEqual([]);
  await button(page, 'Recall it').click();
  await page.getByRole('heading', { name: `Recall of v2 of ${library}/greeting-live` }).waitFor();
  await page.getByText('Nobody used it').waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'recall');
  await go(`/libraries/${library}/prompts/greeting-live?tab=versions`);
  await page.getByText('recalled', { exact: true }).first().click();
  await button(page, 'Lift it…').click();
  await page.getByLabel('Why').fill('It is true after all');
  await button(page, 'Lift it').click();
  await page.getByText('lifted', { exact: true }).waitFor();
});

it('a responder breaks the glass; everybody sees it in red until an approver has reviewed it', async () => {
  await publishNew(stage, library, 'alarm-live');
  const edit = (text: string) => text.replace('Say', 'Never say');
  const change = await propose(stage, ben, {
    library,
    name: 'alarm-live',
    branch: 'stop-it',
    title: 'Stop it now',
    edit,
  });
  const body = { principal: await idOf(stage, 'amara'), role: 'responder', scope: { kind: 'organization' } };
  const grant = textAt(await as(amara).post('/api/v1/grants', body), 'id');
  const { page, go } = await enter('amara');
  await go(`/changes/${change}`);
  await button(page, 'Break the glass…').click();
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Why it cannot wait').fill('Customers read it this very minute.');
  await button(page, 'Break the glass').click();
  const panel = page.getByRole('region', { name: 'Break-glass' });
  await panel.getByText('Live without approval, by break-glass. Its review is due').waitFor();
  await go('');
  await page.getByRole('region', { name: 'Emergencies' }).getByText(`${library} in production`).waitFor();
  expect(await violations(page)).toEqual([]);
  await picture(page, 'emergency at home');

  const reviewer = await enter('dana');
  await reviewer.go(`/changes/${change}`);
  await button(reviewer.page, 'Review it').click();
  await reviewer.page.getByText('Undo', { exact: true }).first().click();
  await reviewer.page.getByRole('dialog').getByLabel('Why').fill('It breaks more than it mends');
  expect(await violations(reviewer.page)).toEqual([]);
  await reviewer.page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
  await reviewer.page.getByText('Published by break-glass, and undone').waitFor();
  const versions = await as(eli).get(`/api/v1/libraries/${library}/versions?path=alarm-live.prompt`);
  expect(listAt(versions, 'items')).toMatchObject([
    { number: 2, live: [] },
    { number: 1, live: ['production'] },
  ]);
  await as(amara).call('grant.revoke', { params: { grant } });
});
