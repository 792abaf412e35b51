import { describe, expect, it } from 'vitest';
import { useBrowser } from './support/browser.ts';

const { enter } = useBrowser();

describe('the log, pushed to a SIEM', () => {
  it('an admin sees that it has everything, tests it, pauses it, and is told why an address is refused', async () => {
    const { page, go, trouble } = await enter('amara');
    trouble.expect(/^422 POST \/api\/v1\/export-targets$/);
    await go('/ledger');
    await page.getByRole('link', { name: 'Export targets' }).click();
    const siem = page.getByRole('listitem').filter({ hasText: 'SIEM of the security team' });
    await siem.getByText('up to date').waitFor();
    await siem.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('took the newest entry once more').waitFor();
    await siem.getByRole('button', { name: 'Pause' }).click();
    await siem.getByText('paused', { exact: true }).waitFor();
    await siem.getByRole('button', { name: 'Resume' }).click();
    await siem.getByText('up to date').waitFor();
    await page.getByRole('button', { name: 'New target' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Elsewhere');
    await page.getByLabel('Address').fill('tls://siem.example.com');
    await page.getByRole('button', { name: 'Make the target' }).click();
    await page.getByText('COUNTERSIGN_EXPORT_HOSTS').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Elsewhere');
  });

  it('an auditor sees it, and why nothing can be changed; others are told whose it is', async () => {
    const { page, go } = await enter('eli');
    await go('/ledger/exports');
    await page.getByText('up to date').waitFor();
    const pause = page.getByRole('button', { name: 'Pause' });
    expect(await pause.getAttribute('aria-disabled')).toBe('true');
    const ben = await enter('ben');
    await ben.go('/ledger/exports');
    await ben.page.getByText('This is for auditors and administrators').waitFor();
  });
});
