import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { textAt } from '../../scripts/demo/inside.ts';
import { picture, useBrowser } from './support/browser.ts';
import { execute } from './support/stories.ts';

const { arrive, enter, stage } = useBrowser();
let execution: string;
let folder: string;
let html: string;

/** An evidence page, as an auditor would take it to a computer that never saw a Countersign. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-evidence-'));
  const variables = { month: 'March', topics: 'thaw' };
  execution = await execute(stage, stage.players.ben, 'marketing/newsletter-intro', variables);
  const client = createClient({ address: stage.address, key: stage.players.eli.key });
  const subject = { kind: 'execution', execution };
  const body = { subject, contents: true, reason: 'The story needs it' };
  html = textAt(await client.post('/api/v1/evidence', body), 'text');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const opened = async (name: string, text: string) => {
  const file = join(folder, name);
  await writeFile(file, text);
  const visit = await arrive('eli');
  await visit.context.setOffline(true);
  await visit.page.goto(pathToFileURL(file).href);
  await visit.page.locator('[data-verified]').waitFor();
  return visit.page;
};

/** The text of a base64 leaf with one bit of it changed. */
const withOtherByte = (page: string, place: number): { text: string; index: number } => {
  const found = [...page.matchAll(/"index":(\d+),"leaf":"([^"]+)"/g)][place];
  const leaf = found?.[2] ?? '';
  const bytes = Buffer.from(leaf, 'base64');
  bytes[50] = (bytes[50] ?? 0) ^ 1;
  return { text: page.replace(leaf, bytes.toString('base64')), index: Number(found?.[1]) };
};

describe('an evidence page, opened from a file with the network off', () => {
  it('says who did what, and that it is verified', async () => {
    const page = await opened('evidence.html', html);
    expect(await page.locator('[data-verified]').getAttribute('data-verified')).toBe('true');
    const text = await page.locator('main').innerText();
    for (const name of ['Ben Fischer', 'created', 'approved', 'published', 'answered', 'thaw'])
      expect(text).toContain(name);
    expect(await page.getByText('✓ proven').count()).toBeGreaterThan(5);
    expect(await page.getByText('not proven').count()).toBe(0);
    await picture(page, 'evidence page');
    await page.emulateMedia({ media: 'print' });
    await picture(page, 'evidence page in print');
  });

  it('says which entry fails, when one byte of it is another', async () => {
    const { text, index } = withOtherByte(html, 2);
    const page = await opened('changed.html', text);
    expect(await page.locator('[data-verified]').getAttribute('data-verified')).toBe('false');
    await page.getByText(`Entry #${index}: `).waitFor();
    expect(await page.getByText('✗ not proven').count()).toBe(1);
    await picture(page, 'evidence page, changed');
  });

  it('says that the report was changed, when a word of it is another', async () => {
    const page = await opened('reworded.html', html.replaceAll('Ben Fischer', 'Ken Fischer'));
    await page.getByText('The report is not the one that was exported').waitFor();
  });
});

describe('an auditor', () => {
  it('reads what somebody said for a reason, and finds that reading in the ledger as it comes', async () => {
    const eli = await enter('eli');
    const { page } = eli;
    const ledger = await eli.context.newPage();
    await ledger.goto(`/${eli.player.organization}/ledger?action=execution.`);
    await ledger.getByRole('button', { name: 'Follow live' }).click();
    await eli.go(`/executions/${execution}`);
    await page.getByText('Somebody else said this.').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('thaw');
    await page.getByRole('button', { name: 'Read it…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('A reader complained');
    await dialog.getByRole('button', { name: 'Read it' }).click();
    await page.getByText('thaw').first().waitFor();
    await ledger.getByText('1 new since you began.').waitFor();
    const row = ledger.getByRole('row').filter({ hasText: 'read_content' }).first();
    await row.getByRole('link').click();
    await ledger.getByText('the signed root', { exact: true }).waitFor();
    expect(await ledger.locator('main').innerText()).not.toContain('complained');
  });
});
