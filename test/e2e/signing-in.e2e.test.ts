import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../clients/sdk/src/index.ts';
import { totpCode, totpStep } from '../../src/access/factors/totp.ts';
import { useBrowser, type Visit } from './support/browser.ts';

const { arrive, enter, stage } = useBrowser();
/** WebAuthn knows names only. */
const origin = stage.address.replace('127.0.0.1', 'localhost');
const password = 'nine lamps over a harbor';

/** A device that keeps passkeys, recognizes its person, and is there. */
async function plugIn({ context, page }: Visit): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function byPassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Countersign' }).waitFor();
}

describe('signing in', () => {
  it('begins with an admin’s link, and grows an authenticator app, a passkey and recovery codes', async () => {
    const email = `nia-${Date.now()}@northwind.example`;
    const amara = await enter('amara');
    await amara.go('/people');
    await amara.page.getByRole('button', { name: 'Add a person' }).click();
    await amara.page.getByLabel('Name').fill('Nia Mensah');
    await amara.page.getByLabel('E-mail').fill(email);
    await amara.page.getByRole('button', { name: 'Add the person' }).click();
    await amara.page.getByRole('heading', { name: 'Give this link to Nia Mensah' }).waitFor();
    const link = await amara.page.locator('code').filter({ hasText: '/password#' }).innerText();
    expect(new URL(link).origin).toBe(stage.address);

    const nia = await arrive('vera', { baseURL: origin });
    const { page } = nia;
    await plugIn(nia);
    await page.goto(link.replace(stage.address, origin));
    await page.getByText('For Nia Mensah').waitFor();
    expect(page.url()).toBe(`${origin}/password`);
    await page.getByLabel('New password').fill('Password1234');
    nia.trouble.expect(/^400 POST \/auth\/password$/);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('among those that are guessed first').waitFor();
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await byPassword(page, email);
    await page.waitForURL('**/northwind');

    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Your account' }).click();
    await page.getByRole('button', { name: 'Set it up…' }).click();
    const shown = await page
      .locator('code')
      .filter({ hasText: /^[A-Z2-7 ]{30,}$/ })
      .innerText();
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    const code = totpCode(fromBase32(shown.replaceAll(' ', '')), totpStep(new Date()));
    await page.getByLabel('Code that the app shows now').fill(code);
    await page.getByRole('button', { name: 'Turn it on' }).click();
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    const [recoveryCode = ''] = await page
      .locator('li')
      .filter({ hasText: /^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/ })
      .allInnerTexts();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'Add a passkey…' }).click();
    await page.getByRole('button', { name: 'Ask the browser' }).click();
    await page.getByText('not used yet').waitFor();
    await leave(page);

    // The passkey alone.
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL('**/northwind');
    await leave(page);
    // The password, and a recovery code instead of the app.
    await byPassword(page, email);
    await page.getByLabel('Code of your app').waitFor();
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(recoveryCode);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/northwind');
    await page.goto(`${origin}/northwind/account`);
    await page.getByText('9 of 10 left').waitFor();

    // An administrator ends it, and the page finds out.
    const client = createClient({ address: stage.address, key: stage.players.amara.key });
    const people = await client.call('person.list', { query: { limit: 200 } });
    const id = people.items.find((one) => one.email === email)?.id ?? '';
    await amara.go(`/people/${id}`);
    await amara.page.getByRole('button', { name: 'Sign out Chrome on Linux' }).click();
    await amara.page.getByRole('button', { name: 'Sign it out' }).click();
    await amara.page.getByText('Signed in nowhere').waitFor();
    nia.trouble.expect(/^401 GET \/api\/v1\//);
    await page.getByRole('link', { name: 'Policy' }).first().click();
    await page.getByRole('heading', { name: 'Sign in to Countersign' }).waitFor();
  });
});

function fromBase32(text: string): Uint8Array {
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}
