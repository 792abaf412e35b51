import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { picture, useBrowser } from './support/browser.ts';

const { enter } = useBrowser();

/** A zip of stored files (APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). */
const zip = (files: readonly (readonly [string, string])[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of files) {
    const name = Buffer.from(path);
    const data = Buffer.from(text);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(data), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(data.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), facts, name, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), facts, tail, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
};

describe('bringing prompts from elsewhere', () => {
  it('a pasted conversation becomes a prompt, and a change', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    const dialog = page.getByRole('dialog');
    await ben.go('/libraries/support');
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await dialog.getByRole('tab', { name: 'From a paste' }).click();
    await dialog.getByLabel('What you have').fill('System: Be kind.\nUser: Where is {order_number}?');
    await dialog.getByText('A conversation with the variable').waitFor();
    await dialog.getByText('Variables are written {name} in it.').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Name').fill('triage-ticket');
    await dialog.getByRole('button', { name: 'Open the editor' }).click();
    await dialog.getByText('There is a triage-ticket.prompt already.').waitFor();
    await dialog.getByLabel('Name').fill('orders/where');
    ben.trouble.expect(/^404 GET \/api\/v1\/libraries\/support\/asset\?/);
    // The preview asks for the variable once it is told of it.
    ben.trouble.expect(/^422 POST \/api\/v1\/libraries\/support\/render$/);
    await dialog.getByRole('button', { name: 'Open the editor' }).click();
    await page.locator('.cm-content').getByText('{{order_number}}').waitFor();
    await page.getByRole('button', { name: 'Propose change' }).click();
    await dialog.getByLabel('What changes').fill('Say where an order is');
    await dialog.getByRole('button', { name: 'Propose change' }).click();
    await page.getByRole('heading', { name: 'Say where an order is' }).waitFor({ timeout: 30_000 });
  });

  it('a zip is looked at first, comes in on a branch, and its branch becomes a change', async () => {
    const ben = await enter('ben');
    const { page } = ben;
    await ben.go('/libraries/support');
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByText('Drop a folder, files or a zip here').waitFor();
    const buffer = zip([
      ['mail/welcome.prompt', '---\nmodel: simulated-fast\n---\nWelcome {{name}}\n'],
      ['../outside.prompt', 'Hello\n'],
      ['rules/odd.cedar', 'permit('],
    ]);
    const sent = { name: 'prompts.zip', mimeType: 'application/zip', buffer };
    await page.getByLabel('Files or a zip').setInputFiles(sent);
    const refused = page.getByRole('alert').or(page.getByText('would come in'));
    await refused.first().waitFor();
    await page.getByText('mail/welcome.prompt').waitFor();
    await picture(page, 'import, looked at');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /left out$/ }).click();
    expect(await page.getByText('mail/welcome.prompt').count()).toBe(0);
    await page.getByRole('button', { name: 'Import 1 file', exact: true }).click();
    await page.getByRole('heading', { name: '1 file came in' }).waitFor();
    await picture(page, 'import, done');
    expect(await violations(page)).toEqual([]);
    expect(await page.getByRole('link', { name: 'Open the branch' }).getAttribute('href')).toContain(
      'import',
    );
    await page.getByLabel('What changes').fill('Take in the welcome mail');
    await page.getByRole('button', { name: 'Propose change' }).click();
    await page.getByRole('heading', { name: 'Take in the welcome mail' }).waitFor();
    await page.getByText('mail/welcome.prompt').first().waitFor();
  });
});
