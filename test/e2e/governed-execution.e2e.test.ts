import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { picture, signInByForm, useBrowser, type Visit } from './support/browser.ts';
import { execute } from './support/stories.ts';

const { arrive, enter, stage } = useBrowser();
const slowly = { timeout: 30_000 };
const title = 'Close with the product in one word';

const button = (at: Page | Locator, name: string | RegExp) => at.getByRole('button', { name, exact: true });
const panel = (page: Page, heading: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: heading, exact: true }) });

describe('a governed execution', () => {
  it('goes from an edit to a proof by four people, each in a browser of their own', async () => {
    const change = await benProposes();
    await chiaraEndorses(change);
    await danaApproves(change);
    await eliPublishes(change);
    const execution = await benRunsIt();
    await eliVerifies(execution);
  });

  it('is not verified when one byte of its proof is different', async () => {
    const variables = { month: 'December', topics: 'ice on the northern routes' };
    const execution = await execute(stage, stage.players.ben, 'marketing/newsletter-intro', variables);
    const eli = await enter('eli');
    const { page } = eli;
    await eli.go(`/executions/${execution}`);
    await button(page, 'Verify').click();
    await page.getByRole('heading', { name: 'Proven', exact: true }).waitFor();
    for (const at of ['"leaf"', '"checkpoint"', '"proof":']) {
      await page.route('**/proof', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: withOtherByte(await response.text(), at) });
      });
      const answered = page.waitForResponse('**/proof');
      await button(page, 'Verify again').click();
      await answered;
      await page.getByRole('heading', { name: 'Not proven', exact: true }).waitFor();
      await page.getByText('Do not rely on this record.').waitFor();
      expect(await page.getByText('proven', { exact: true }).count(), `steps marked proven, ${at}`).toBe(0);
      await page.unroute('**/proof');
      await button(page, 'Verify again').click();
      await page.getByRole('heading', { name: 'Proven', exact: true }).waitFor();
    }
  });
});

/** Edits in the editor, sees the preview follow, proposes. @returns the change's page */
async function benProposes(): Promise<string> {
  const ben = await arrive('ben');
  const { page } = ben;
  ben.trouble.expect(/^401 GET \/api\/v1\/session$/);
  await page.goto('/');
  await signInByForm(ben);
  await page.getByRole('heading', { name: 'Hello, Ben' }).waitFor();
  await page.getByRole('link', { name: 'Libraries', exact: true }).click();
  await page.getByRole('link', { name: 'Marketing' }).click();
  await page.getByRole('link', { name: 'product-blurb' }).click();
  const editor = page.getByRole('textbox', { name: 'Text of product-blurb.prompt' });
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Close with {{product}} in one word.');
  const preview = panel(page, 'Preview');
  await preview.getByText(/Close with .* in one word\./).waitFor();
  await page.getByLabel('product', { exact: true }).fill('Night Mail');
  await preview.getByText('Close with Night Mail in one word.').waitFor();
  await button(page, 'Propose change').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What changes').fill(title);
  await button(dialog, 'Propose change').click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  expect(await page.getByText('in review', { exact: true }).count()).toBeGreaterThan(0);
  return new URL(page.url()).pathname;
}

async function chiaraEndorses(change: string): Promise<void> {
  const { page } = await enterAt('chiara', change);
  await button(page, 'Review').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Comment (optional)').fill('One word is enough.');
  await button(dialog, 'Endorse').click();
  await page.getByText('Your review is recorded.').waitFor();
}

/** On a phone, where the difference is below the fold and has to be shown first. */
async function danaApproves(change: string): Promise<void> {
  const { page } = await enterAt('dana', change, { viewport: { width: 360, height: 740 }, hasTouch: true });
  const approve = button(page, 'Approve');
  await page.getByText('0 of 1 file shown whole').waitFor();
  await page.locator('[data-file] table').first().waitFor();
  await picture(page, 'approve on a phone');
  expect(await approve.getAttribute('aria-disabled')).toBe('true');
  const more = button(page, 'Show what is left');
  const whole = page.getByText('All of it was on your screen');
  await expect
    .poll(async () => {
      if (await more.isVisible()) await more.click();
      return whole.isVisible();
    }, slowly)
    .toBe(true);
  await expect.poll(() => approve.getAttribute('aria-disabled'), slowly).toBe(null);
  await picture(page, 'approve on a phone, all shown');
  await approve.click();
  await button(page.getByRole('dialog'), 'Approve').click();
  await page.getByText('Your approval is recorded.').waitFor();
}

async function eliPublishes(change: string): Promise<void> {
  const { page } = await enterAt('eli', change);
  await button(page, 'Publish').click();
  const dialog = page.getByRole('dialog', { name: 'Publish to everybody?' });
  await dialog.getByText('marketing/product-blurb@production').waitFor();
  await button(dialog, 'Publish').click();
  await page.getByText('Published. It is live now.').waitFor();
  await page.getByText('published', { exact: true }).first().waitFor();
}

/** @returns the execution's page */
async function benRunsIt(): Promise<string> {
  const { page } = await enterAt('ben', '/northwind/libraries/marketing/prompts/product-blurb');
  await page.getByRole('tab', { name: 'Try it' }).click();
  await page.getByRole('heading', { name: 'Version 2, live in production' }).waitFor();
  await page.getByLabel('product', { exact: true }).fill('Night Mail');
  await page.getByLabel('audience', { exact: true }).fill('people who cannot sleep');
  await button(page, 'Run it').click();
  const record = page.getByRole('link', { name: 'Open the record of this execution' });
  await panel(page, 'What comes out').getByText('succeeded', { exact: true }).waitFor();
  await record.click();
  await page.waitForURL('**/executions/exe_*');
  return new URL(page.url()).pathname;
}

/** The chain of custody names everybody, and this browser proves it. */
async function eliVerifies(execution: string): Promise<void> {
  const { page } = await enterAt('eli', execution);
  const custody = panel(page, 'Chain of custody').locator('ol > li');
  await custody.first().waitFor();
  const steps = await custody.allInnerTexts();
  for (const [who, did] of [
    ['Ben Fischer', 'created'],
    ['Chiara Rossi', 'reviewed'],
    ['Dana Whitfield', 'approved'],
    ['Eli Navarro', 'published'],
    ['Ben Fischer', 'ran'],
  ] as const)
    expect(
      steps.some((step) => step.includes(who) && step.includes(did)),
      `${who} ${did}, in ${steps.join(' / ')}`,
    ).toBe(true);
  const answered = page.waitForResponse('**/proof');
  await button(page, 'Verify').click();
  const size = treeSizeOf(await (await answered).text());
  await page.getByRole('heading', { name: 'Proven', exact: true }).waitFor();
  await page.getByText(`, ${size} entries, root `).waitFor();
  expect(await page.getByText('proven', { exact: true }).count()).toBeGreaterThanOrEqual(5);
}

async function enterAt(
  who: Parameters<typeof enter>[0],
  path: string,
  options: Parameters<typeof enter>[1] = {},
): Promise<Visit> {
  const visit = await enter(who, options);
  await visit.page.goto(path);
  return visit;
}

/** The size on the second line of a proof's checkpoint (C2SP tlog-checkpoint). */
function treeSizeOf(proof: string): string {
  const bundle: { checkpoint?: string } = JSON.parse(proof);
  return bundle.checkpoint?.split('\n')[1] ?? 'none';
}

/** Changes one character in the value of the member `name`, a few characters after its start. */
function withOtherByte(proof: string, name: string): string {
  const at = proof.indexOf(name) + name.length + 12;
  if (at < name.length + 12) throw new Error(`the proof has no ${name}`);
  return `${proof.slice(0, at)}${proof[at] === 'A' ? 'B' : 'A'}${proof.slice(at + 1)}`;
}
