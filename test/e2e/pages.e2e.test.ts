import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sticksOut, violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';
import { everyStop, idOf } from './support/pages.ts';

const { arrive, enter, stage } = useBrowser();
const wide = { width: 1360, height: 850 };
const narrow = { width: 360, height: 740 };
const looks = [
  { look: 'light', width: wide },
  { look: 'dark', width: wide },
  { look: 'dark', width: narrow },
  { look: 'light', width: narrow },
] as const;

/** Every page in both colors and in both widths; every second one the other way around. In all four with `npm run test:long`. */
function looksOf(at: number): readonly (typeof looks)[number][] {
  if (process.env.COUNTERSIGN_TEST_LONG) return looks;
  return at % 2 === 0 ? [looks[0], looks[2]] : [looks[1], looks[3]];
}

/** One line for everything that axe or a ruler finds. */
async function inspect(
  page: Page,
  name: string,
  among: readonly (typeof looks)[number][],
): Promise<string[]> {
  const found: string[] = [];
  for (const { look, width } of among) {
    await page.setViewportSize(width);
    await page.emulateMedia({ colorScheme: look, reducedMotion: 'reduce' });
    await page.locator(`html[data-theme="${look}"]`).waitFor({ state: 'attached' });
    const where = `${name}, ${look}, ${width.width} px`;
    found.push(...(await violations(page)).map((line) => `${where}: ${line}`));
    const out = await page.evaluate<string[]>(sticksOut);
    found.push(...out.map((line) => `${where}: sticks out of the window: ${line}`));
    await picture(page, `${name} ${look} ${width.width}`);
  }
  await page.setViewportSize(wide);
  return found;
}

/** Does the work for each item once, whichever worker is free: looking through a page keeps one processor busy. */
async function sharedOut<Worker, Item>(
  workers: readonly Worker[],
  items: readonly Item[],
  work: (worker: Worker, item: Item, at: number) => Promise<void>,
): Promise<void> {
  const left = [...items.entries()];
  await Promise.all(
    workers.map(async (worker) => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        await work(worker, next[1], next[0]);
    }),
  );
}

const button = (at: Page | Locator, name: string) => at.getByRole('button', { name, exact: true });

describe('pages', () => {
  it('hold to WCAG 2.2 AA, light and dark, wide and narrow', async () => {
    const found: string[] = [];
    await sharedOut(
      [await enter('amara'), await enter('amara')],
      await everyStop(stage),
      async ({ page, go }, { name, path, ready }, at) => {
        await go(path);
        await ready(page);
        found.push(...(await inspect(page, name, looksOf(at))));
      },
    );
    expect(found).toEqual([]);
  }, 600_000);

  it('hold to it while signing in, in dialogs and in menus', async () => {
    const somebody = await arrive('amara');
    await somebody.page.goto('/sign-in');
    await somebody.page.getByLabel('E-mail').waitFor();
    const found = await inspect(somebody.page, 'sign in', looks);
    await somebody.page.evaluate("document.querySelector('main, body').append(new Image())");
    expect(await violations(somebody.page), 'a fault is found').toEqual([
      expect.stringContaining('image-alt'),
    ]);
    const dana = await enter('dana');
    const amara = await enter('amara');
    const ben = `/people/${await idOf(stage, 'ben')}`;
    const openings: readonly [string, typeof amara, string, (page: Page) => Promise<unknown>][] = [
      ['palette', amara, '/changes', (page) => button(page, 'Search').click()],
      [
        'account menu',
        amara,
        '/libraries',
        (page) => page.getByRole('button', { name: /^Account of/ }).click(),
      ],
      ['shortcuts', amara, '/libraries', (page) => page.keyboard.press('?')],
      ['new library', amara, '/libraries', (page) => button(page, 'New library').click()],
      [
        'file menu',
        amara,
        '/libraries/support/prompts/triage-ticket',
        (page) => button(page, 'More for triage-ticket').click(),
      ],
      [
        'rename',
        amara,
        '/libraries/support/prompts/triage-ticket',
        async (page) => {
          await button(page, 'More for triage-ticket').click();
          await page.getByRole('menuitem', { name: 'Rename or move…' }).click();
        },
      ],
      ['new asset', amara, '/libraries/support', (page) => button(page, 'New').click()],
      [
        'new asset from a paste',
        amara,
        '/libraries/support',
        async (page) => {
          await button(page, 'New').click();
          await page.getByRole('tab', { name: 'From a paste' }).click();
          await page.getByLabel('What you have').fill('System: Be kind.\nUser: Hi {name}');
          await page.getByText('A conversation with the variable').waitFor();
        },
      ],
      ['new requirement', amara, '/changes/requirements', (page) => button(page, 'New requirement').click()],
      ['new password', amara, '/account', (page) => button(page, 'Change…').click()],
      [
        'authenticator app',
        amara,
        '/account',
        async (page) => {
          await button(page, 'Set it up…').click();
          await page.getByText('Or type this into it').waitFor();
        },
      ],
      ['new person', amara, '/people', (page) => button(page, 'Add a person').click()],
      [
        'change owner',
        amara,
        '/libraries/support/prompts/reply-to-complaint',
        (page) => button(page, 'Change owner…').click(),
      ],
      ['hand over', amara, ben, (page) => button(page, 'Hand over…').click()],
      ['deactivate', amara, ben, (page) => button(page, 'Deactivate…').click()],
      ['new app', amara, '/people', (page) => button(page, 'Add an app').click()],
      [
        'new key',
        amara,
        '/people',
        async (page) => {
          await button(page, 'Make a key').click();
          await page.getByText('Narrow it: where').click();
        },
      ],
      [
        'reject',
        dana,
        await pathOf(dana, 'Medicine is always urgent'),
        (page) => button(page, 'Reject').click(),
      ],
      [
        'ask somebody to look',
        dana,
        await pathOf(dana, 'Medicine is always urgent'),
        (page) => button(page, 'Ask somebody').click(),
      ],
      [
        'suggestion being written, and accepted',
        amara,
        await pathOf(amara, 'Medicine is always urgent'),
        async (page) => {
          await button(page, 'Comment').first().click();
          await button(page, 'Suggest an edit').click();
          await page.getByLabel('Put this in place of the lines').fill('Other words');
          await button(page, 'Accept the suggestion').first().click();
        },
      ],
      [
        'reword',
        amara,
        await pathOf(amara, 'Medicine is always urgent'),
        (page) => button(page, 'Reword').click(),
      ],
    ];
    const first = (visit: typeof amara) => visit;
    const others = new Map([
      [amara, await enter('amara')],
      [dana, await enter('dana')],
    ]);
    const second = (visit: typeof amara) => others.get(visit) ?? visit;
    await sharedOut([first, second], openings, async (windowOf, [name, visit, path, open], at) => {
      const { page, go } = windowOf(visit);
      await go(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await open(page);
      await page.getByRole('dialog').or(page.getByRole('menu')).waitFor();
      found.push(...(await inspect(page, name, looksOf(at))));
    });
    expect(found).toEqual([]);
  }, 600_000);
});

async function pathOf({ page, go }: Awaited<ReturnType<typeof enter>>, title: string): Promise<string> {
  await go('/changes');
  const href = await page.getByRole('link', { name: title }).getAttribute('href');
  return (href ?? '').replace(/^\/[^/]+/, '');
}
