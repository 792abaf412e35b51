import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { ensureChromium } from './chromium.ts';
import { startSampleServer } from './demo/sample-server.ts';
import type { DemoFile } from './demo/seed.ts';

/** `node scripts/picture.ts`: makes the README's picture anew, of a change of the sample organization that waits for an approval. */
const file = fileURLToPath(new URL('../docs/app.png', import.meta.url));
const limitBytes = 200_000;
const title = 'Name the law that applies';

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

async function main(): Promise<void> {
  const executablePath = ensureChromium(say);
  const folder = await mkdtemp(join(tmpdir(), 'countersign-picture-'));
  const { server, demo } = await startSampleServer(join(folder, 'data'), 24);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const viewport = { width: 1360, height: 1080 };
    const context = await browser.newContext({ baseURL: demo.address, viewport, colorScheme: 'light' });
    await takePicture(await context.newPage(), demo);
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  const { size } = await stat(file);
  say(`docs/app.png: ${Math.round(size / 1000)} KB`);
  if (size > limitBytes) throw new Error(`docs/app.png is larger than ${limitBytes / 1000} KB.`);
}

/** As the approver: what changed, what it would do, what is missing, and the difference. */
async function takePicture(page: Page, demo: DemoFile): Promise<void> {
  const approver = demo.people.find(({ roles }) => roles.includes('approver'));
  if (approver === undefined) throw new Error('invariant: somebody approves');
  await page.goto(`/sign-in?back=${encodeURIComponent(`/${demo.organization}/changes?waiting=me`)}`);
  await page.getByLabel('E-mail').fill(approver.email);
  await page.getByLabel('Password').fill(approver.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: title }).click();
  await page.locator('[data-file] table').first().waitFor();
  await page.getByText('the words change').first().waitFor();
  await page.evaluate('scrollTo(0, document.body.scrollHeight)');
  await page.getByText('All of it was on your screen').waitFor();
  await page.evaluate('scrollTo(0, 0)');
  await page.mouse.move(0, 0);
  await page.screenshot({ path: file });
}

await main();
