import OpenAI from 'openai';
import type { DemoFile } from './seed.ts';

/**
 * Calls that are no governed prompt's run of itself, so that the list of executions shows what it sets apart: a raw call, which a rule of
 * Northwind's warns of, and one that another rule refuses. Over HTTP, as anybody would.
 */
export async function makeCalls(address: string, demo: DemoFile): Promise<void> {
  const ben = demo.people.find(({ roles }) => roles.includes('contributor'));
  if (ben === undefined) throw new Error('invariant: somebody is contributor');
  const client = new OpenAI({ baseURL: `${address}/openai/v1`, apiKey: ben.key, maxRetries: 0 });
  const ask = (content: string, more: { max_tokens?: number } = {}) =>
    client.chat.completions.create({
      model: 'simulated-careful',
      messages: [{ role: 'user', content }],
      ...more,
    });
  await ask('Name three ways to say that a delivery is late, kindly.');
  await ask('Write the history of the whole company, and leave nothing out.', { max_tokens: 2_000_000 }).then(
    () => {
      throw new Error('invariant: a call that may cost more than five dollars is refused at Northwind');
    },
    (error: unknown) => {
      if (!(error instanceof OpenAI.APIError) || error.status !== 403) throw error;
    },
  );
}
