import { describe, it } from 'vitest';
import { signInByForm, useBrowser } from './support/browser.ts';

const { arrive, stage } = useBrowser();

describe('a session', () => {
  it('that ends in the middle leads to the sign-in page and back, and the unsaved edit is still there', async () => {
    const ben = await arrive('ben');
    const { page } = ben;
    ben.trouble.expect(/^401 GET \/api\/v1\/session$/);
    await ben.go('/libraries/support/prompts/summarize-call');
    await page.getByText('Sign in, and you continue where you were.').waitFor();
    await signInByForm(ben);
    const editor = page.getByRole('textbox', { name: 'Text of summarize-call.prompt' });
    await editor.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('Name the caller first.');
    await page.getByText('edited, only in this browser').waitFor();

    // An administrator, or the person on another device, ends the session: this page does not know yet.
    const [session] = (await ben.context.cookies()).filter(({ name }) => name.endsWith('session_token'));
    await fetch(`${stage.address}/auth/sign-out`, {
      method: 'POST',
      headers: { cookie: `${session?.name}=${session?.value}`, origin: stage.address },
    });
    ben.trouble.expect(/^401 POST \/api\/v1\/libraries\/support\/render$/);
    // At once: whatever asks next finds the session over, and leaves for the sign-in page.
    await page.keyboard.insertText(' Then the promise.');
    await page.getByRole('heading', { name: 'Sign in to Countersign' }).waitFor();
    await page.getByText('Sign in, and you continue where you were.').waitFor();
    await signInByForm(ben);

    await page.waitForURL('**/northwind/libraries/support/prompts/summarize-call');
    await editor.getByText('Name the caller first. Then the promise.').waitFor();
    await page.getByText('edited, only in this browser').waitFor();
    const preview = page.locator('section', { has: page.getByRole('heading', { name: 'Preview' }) });
    await preview.getByText('Name the caller first. Then the promise.').waitFor();
  });

  it('is over when its person signs out, on every page', async () => {
    const eli = await arrive('eli');
    const { page } = eli;
    eli.trouble.expect(/^401 GET \/api\/v1\/session$/);
    await eli.go('/policy');
    await signInByForm(eli);
    await page.getByText('The rule in Cedar').first().waitFor();
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Countersign' }).waitFor();
    await eli.go('/ledger');
    await page.getByText('Sign in, and you continue where you were.').waitFor();
  });
});
