import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';

const { arrive, enter } = useBrowser();
const slowly = { timeout: 30_000 };

/** What has the focus, as assistive technology would name it, and whether the eye can see that it has. */
const focusScript = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return { name: '', visible: false, inDialog: false };
  // A row shows it on the whole row, which its link covers with a box of its own.
  const outlines = [getComputedStyle(element), getComputedStyle(element, '::after')];
  return {
    name: (element.getAttribute('aria-label') ?? element.innerText ?? '').trim(),
    visible: outlines.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
    inDialog: element.closest('[role="dialog"]') !== null,
  };
})()`;

interface Focus {
  readonly name: string;
  readonly visible: boolean;
  readonly inDialog: boolean;
}
const focusOf = (page: Page) => page.evaluate<Focus>(focusScript);

describe('without a mouse', () => {
  it('signs in, finds a prompt in the palette, and walks lists', async () => {
    const ben = await arrive('ben');
    const { page, player } = ben;
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').waitFor();
    await page.keyboard.type(player.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(player.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hello, Ben' }).waitFor();

    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('triage-t');
    await page.getByRole('option', { name: 'support/triage-ticket' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'triage-ticket', level: 1 }).waitFor();
    await page.getByRole('textbox', { name: 'Text of triage-ticket.prompt' }).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Changes', level: 1 }).waitFor();
    const rows = page.locator('main [data-row-link]');
    await rows.nth(2).waitFor();
    const titles = await rows.allInnerTexts();
    for (const [key, at] of [
      ['j', 0],
      ['j', 1],
      ['j', 2],
      ['k', 1],
    ] as const) {
      await page.keyboard.press(key);
      expect(await focusOf(page)).toMatchObject({ name: titles[at], visible: true });
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: titles[1] ?? '', level: 1 }).waitFor();
  });

  it('shows the shortcuts, keeps the focus inside a dialog, and gives it back', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    await ben.go('/libraries');
    await page.getByRole('link', { name: 'Marketing' }).waitFor();
    await page.keyboard.press('j');
    const before = await focusOf(page);
    expect(before.name).not.toBe('');
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    await dialog.getByText('Search and commands', { exact: false }).first().waitFor();
    await staysInside(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => focusOf(page), slowly).toMatchObject({ name: before.name });

    const opener = page.getByRole('button', { name: 'New library' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await staysInside(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => focusOf(page), slowly).toMatchObject({ name: 'New library', visible: true });
  });

  it('sees where it is on every stop of a page, from the way past the navigation on', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    await ben.go('/changes');
    await page.locator('main [data-row-link]').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await focusOf(page)).toEqual({ name: 'Skip to the content', visible: true, inDialog: false });
    const seen = new Set<string>();
    for (let stops = 0; stops < 25; stops += 1) {
      await page.keyboard.press('Tab');
      const focus = await focusOf(page);
      if (focus.name !== '')
        expect(focus, `stop ${stops + 2}, ${focus.name}`).toMatchObject({ visible: true });
      seen.add(focus.name);
    }
    expect(seen.size).toBeGreaterThan(15);
  });
});

/** Twelve times Tab, and back: the focus never leaves the dialog, and is always visible. */
async function staysInside(page: Page): Promise<void> {
  for (const key of ['Tab', 'Shift+Tab'])
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press(key);
      // The dialog sends the focus around from its edges, which takes a moment.
      await expect.poll(() => focusOf(page), slowly).toMatchObject({ inDialog: true });
    }
}
