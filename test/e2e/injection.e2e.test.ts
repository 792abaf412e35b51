import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { hostileTexts, markedText } from '../support/hostile-texts.ts';
import { useBrowser } from './support/browser.ts';
import { fillHostileOrganization, folder, type HostilePlaces } from './support/hostile-organization.ts';

/**
 * AT-59. Hostile texts stand wherever somebody can write; every page that shows them is opened. None may run, load, or open a dialog, and
 * each must be there as text. That a page breaks its content security policy, or writes an error, fails the test too (support/trouble.ts).
 */
const { enter, stage } = useBrowser();
let places: HostilePlaces;
beforeAll(async () => {
  places = await fillHostileOrganization(stage);
}, 120_000);

const script = hostileTexts.script;

/** Addresses inside the organization, and texts that must be seen there as they are. */
function stops(): readonly (readonly [path: string, ...texts: string[]])[] {
  const { change, draft, commit, execution, entry, person, branches } = places;
  const lib = '/libraries/ocean';
  const prompt = `${lib}/prompts/evil`;
  const versions = 'path=evil.prompt&from=%401&to=%402';
  const merge = `branch=${branches.ours}&from=${branches.theirs}`;
  const other = encodeURIComponent(`${folder}/pushed <img src=x onerror=window.pwned=1>.txt`);
  return [
    ['', hostileTexts.image],
    ['/libraries', hostileTexts.endOfScript],
    [lib, hostileTexts.endOfScript, folder],
    [`${lib}?view=flat`, 'window.pwned=1>.txt'],
    [`${lib}?tab=changes`, markedText],
    [`${lib}?tab=branches`, hostileTexts.image],
    [`${lib}?tab=history`, hostileTexts.image],
    [`${lib}?tab=history&commit=${commit}`, folder],
    [`${lib}/merge?${merge}`, 'evil.prompt'],
    [prompt, script],
    [`${prompt}?tab=try`, 'topic'],
    [`${prompt}?tab=history`, hostileTexts.image],
    [`${prompt}?tab=versions`, hostileTexts.constructed],
    [`${prompt}?tab=blame`, script],
    [`${lib}/compare?${versions}`, 'Second line'],
    [`${lib}/compare?${versions}&tab=front-matter`, 'front matter'],
    [`${lib}/compare?${versions}&tab=rendered`, script],
    [`${lib}/compare?from=main&to=three`, folder],
    [`${lib}/assets/swim.workflow.yaml`, hostileTexts.svg],
    [`${lib}/assets/swim.eval.yaml`, hostileTexts.frame],
    [`${lib}/assets/swim.cedar`, 'swim'],
    [`${lib}/assets/swim/SKILL.md`, script],
    [`${lib}/assets/picture.svg`, 'onload'],
    [`${lib}/assets/${other}?ref=pushed`, 'pushed'],
    ['/search?q=pwned', script],
    ['/environments', hostileTexts.comment],
    ['/environments/deep', hostileTexts.base],
    ['/environments/production', 'evil'],
    ['/environments/production?tab=history', hostileTexts.constructed],
    ['/changes', markedText],
    ...[change, draft].flatMap((id): [string, string][] => [
      [`/changes/${id}`, 'window.pwned=1'],
      [`/changes/${id}?tab=rendered`, 'window.pwned=1'],
      [`/changes/${id}?tab=discussion`, 'window.pwned=1'],
      [`/changes/${id}?tab=history`, 'window.pwned=1'],
    ]),
    ['/executions', hostileTexts.anchor],
    [`/executions/${execution}`, script],
    ['/policy', 'Cedar'],
    ['/ledger', hostileTexts.anchor],
    [`/ledger/${entry}`, hostileTexts.anchor],
    ['/people', hostileTexts.anchor, hostileTexts.cdata],
    [`/people/${person}`, hostileTexts.anchor, 'evil'],
  ];
}

/** White space aside, for a line breaks where the window ends. */
const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

async function shows(page: Page, text: string): Promise<boolean> {
  const seen = await page.evaluate<string>(
    "document.body.innerText + ' ' + [...document.querySelectorAll('input,textarea')].map((field) => field.value).join(' ')",
  );
  return flat(seen).includes(flat(text));
}

describe('AT-34 AT-59 hostile texts', () => {
  it('are text on every page: nothing runs, nothing is loaded from outside', async () => {
    const { page, context, go } = await enter('otto');
    const outside: string[] = [];
    const opened: string[] = [];
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== stage.address && protocol !== 'data:') outside.push(request.url());
    });
    page.on('dialog', (dialog) => {
      opened.push(dialog.message());
      void dialog.dismiss();
    });
    context.on('page', (other) => opened.push(other.url()));
    const missing: string[] = [];
    const ran: string[] = [];
    for (const [path, ...texts] of stops()) {
      await go(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const text of texts)
        await expect
          .poll(() => shows(page, text), { timeout: 8_000 })
          .toBe(true)
          .catch(() => missing.push(`${path} does not show ${text}`));
      const state = await page.evaluate<unknown>(
        '[window.pwned, document.querySelectorAll(\'main script, main iframe, main base, main form[action], main [onload], main [onerror], main [onfocus], main [onmouseover], main a[href^="javascript" i]\').length]',
      );
      if (JSON.stringify(state) !== '[null,0]') ran.push(`${path}: ${JSON.stringify(state)}`);
    }
    expect({ missing, ran, outside, opened }).toEqual({ missing: [], ran: [], outside: [], opened: [] });
  }, 240_000);

  it('are text in the palette', async () => {
    const { page, go } = await enter('otto');
    await go('/changes');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.keyboard.type('evil');
    await page.getByRole('option').filter({ hasText: 'evil' }).first().waitFor();
    expect(await page.evaluate<unknown>('window.pwned ?? null')).toBe(null);
  });

  it('would be noticed, and would not run even so, if a page took them for markup', async () => {
    const { page, go, trouble } = await enter('otto');
    trouble.expect(/content security policy|^csp /i);
    const asked: string[] = [];
    page.on('response', (response) => asked.push(response.url()));
    await go('/changes');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const markup = hostileTexts.image + hostileTexts.loadedImage + hostileTexts.svg;
    await page.evaluate<unknown>(`document.querySelector('main').innerHTML = ${JSON.stringify(markup)}`);
    await expect.poll(() => trouble.lines()).toEqual([]);
    expect(await page.evaluate<unknown>('window.pwned ?? null')).toBe(null);
    expect(asked.filter((url) => !url.startsWith(stage.address))).toEqual([]);
  });
});
