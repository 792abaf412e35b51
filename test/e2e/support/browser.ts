import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import type { Player, Stage, Who } from './people.ts';
import { type Trouble, watchTrouble } from './trouble.ts';

/** Pictures of every failure, and with COUNTERSIGN_TEST_PICTURES=1 of every page, for looking at. Not committed. */
const picturesFolder = fileURLToPath(new URL('../../../test-results/', import.meta.url));

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One person at one browser window. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly trouble: Trouble;
  readonly player: Player;
  /** Opens an address inside the person's organization, such as `/changes`. */
  go(path: string): Promise<void>;
}

export interface Theater {
  readonly stage: Stage;
  /** A window of its own with the person signed in. */
  enter(who: Who, options?: BrowserContextOptions): Promise<Visit>;
  /** As `enter`, at the sign-in page. */
  arrive(who: Who, options?: BrowserContextOptions): Promise<Visit>;
}

/** Opens a browser for the tests of a file. After each test its windows are closed, and their unexpected trouble fails it. */
export function useBrowser(): Theater {
  const stage = inject('stage');
  const cookies = new Map<Who, string>();
  const open: Visit[] = [];
  let browser: Browser | undefined;

  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    browser = await chromium.launch({ executablePath, headless: true, args: flags });
    await mkdir(picturesFolder, { recursive: true });
  });
  afterAll(() => browser?.close());
  afterEach(async ({ task }) => {
    const visits = open.splice(0);
    if (task.result?.state === 'fail')
      for (const [at, { page }] of visits.entries()) await takePicture(page, `failed ${task.name} ${at}`);
    const troubles = visits.map(({ player, trouble }) => ({ of: player.name, trouble: trouble.lines() }));
    for (const { context } of visits) await context.close();
    expect(troubles.filter(({ trouble }) => trouble.length > 0)).toEqual([]);
  });

  const arrive = async (who: Who, options: BrowserContextOptions = {}): Promise<Visit> => {
    if (browser === undefined) throw new Error('the browser is open once the tests run');
    const context = await browser.newContext({
      baseURL: stage.address,
      viewport: { width: 1360, height: 850 },
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      colorScheme: 'light',
      ...options,
    });
    context.setDefaultTimeout(45_000);
    const trouble = await watchTrouble(context);
    const page = await context.newPage();
    const player = stage.players[who];
    const go = async (path: string) => {
      await page.goto(`/${player.organization}${path}`);
    };
    const visit = { page, context, trouble, player, go };
    open.push(visit);
    return visit;
  };
  const enter = async (who: Who, options: BrowserContextOptions = {}): Promise<Visit> => {
    const visit = await arrive(who, options);
    const cookie = cookies.get(who) ?? (await signIn(stage.address, visit.player));
    cookies.set(who, cookie);
    await visit.context.addCookies([cookieOf(cookie, stage.address)]);
    return visit;
  };
  return { stage, enter, arrive };
}

/** Signs in as a program does. @returns the session's cookie, `name=value` */
export async function signIn(address: string, { email, password }: Player): Promise<string> {
  const response = await fetch(`${address}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
  const session = cookies.find((cookie) => cookie.startsWith('countersign.session_token='));
  if (session === undefined) throw new Error(`${email} could not sign in: ${response.status}`);
  return session;
}

function cookieOf(cookie: string, address: string) {
  const at = cookie.indexOf('=');
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: address };
}

/** Signs in by the form that the page shows. */
export async function signInByForm({ page, player }: Visit): Promise<void> {
  await page.getByLabel('E-mail').fill(player.email);
  await page.getByLabel('Password').fill(player.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Takes a picture into `test-results/`, where somebody wants to look at them: they take a tenth of the stories' time. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.COUNTERSIGN_TEST_PICTURES) await takePicture(page, name);
}

async function takePicture(page: Page, name: string): Promise<void> {
  const file = `${name.replace(/[^a-z0-9]+/gi, '-')}.png`;
  await page.screenshot({ path: join(picturesFolder, file), fullPage: true });
}
