import { describe, expect, it } from 'vitest';
import { textAt } from '../support/house.ts';
import { useBrowser } from './support/browser.ts';

const { enter, stage } = useBrowser();
const { ben } = stage.players;

/** A raw call of Ben's, as a chat window would make it. @returns what came out, and the headers */
async function say(messages: readonly object[], headers: Record<string, string> = {}) {
  const response = await fetch(`${stage.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${ben.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'simulated-careful', messages }),
  });
  const reply: unknown = await response.json();
  return {
    execution: response.headers.get('countersign-execution') ?? '',
    traceparent: response.headers.get('traceparent') ?? '',
    answer: textAt(reply, 'choices', 0, 'message', 'content'),
  };
}

describe('executions', () => {
  it('are filtered in the address, followed live, and lead to the whole conversation and trace', async () => {
    const question = { role: 'user', content: 'Which lane is closed tonight?' };
    const first = await say([question]);
    const visit = await enter('ben');
    const { page } = visit;
    await visit.go('/executions?kind=raw');
    const rows = page.getByRole('table', { name: 'Executions' }).getByRole('row');
    await page.getByRole('button', { name: 'Follow live' }).click();
    await page.getByText('Executions appear here as they begin.').waitFor();
    const answered = { role: 'assistant', content: first.answer };
    const next = { role: 'user', content: 'And tomorrow night?' };
    const second = await say([question, answered, next], { traceparent: first.traceparent });
    await page.getByText('1 since you began.').waitFor();
    await rows.nth(1).getByRole('link').click();
    await page.waitForURL(`**/executions/${second.execution}`);

    // The chain is walked with the keyboard; what lacks in it is said.
    const chain = page.getByRole('tablist', { name: 'From author to output' });
    await chain.getByRole('tab', { name: /^Prompt/ }).focus();
    await page.getByText('Nobody wrote, reviewed or approved these instructions here.').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    const run = chain.getByRole('tab', { name: /^Run/, selected: true });
    await run.waitFor();
    expect(await chain.locator(':focus').innerText()).toContain('Run');

    await page.getByRole('link', { name: 'as part of another call' }).click();
    const calls = page.getByRole('table', { name: 'Calls of this trace' }).getByRole('row');
    await calls.nth(2).waitFor();
    expect(await calls.nth(2).innerText()).toContain('called at depth 1');
    await page.goBack();
    await page.getByRole('link', { name: 'read it whole' }).click();
    const turns = page.getByRole('list', { name: 'Turns' }).getByRole('article');
    await turns.nth(1).getByText('And tomorrow night?', { exact: true }).waitFor();
    await turns.first().getByText('Which lane is closed tonight?', { exact: true }).waitFor();
    // A turn shows what it adds, not all that was sent again.
    expect(await turns.nth(1).getByText('Which lane is closed tonight?', { exact: true }).count()).toBe(0);
  });
});
