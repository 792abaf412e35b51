import { randomBytes } from 'node:crypto';
import OpenAI from 'openai';
import type { DemoFile } from './seed.ts';

/**
 * Calls that a list of governed prompts' runs would not have, so that the pages of executions show what they set apart: a raw call, which a
 * rule of Northwind's warns of, one that another rule refuses, a conversation of three turns, and a trace: the work of an agent, some calls
 * below others. Over HTTP, as anybody would.
 */
export async function makeCalls(address: string, demo: DemoFile): Promise<void> {
  const ben = demo.people.find(({ roles }) => roles.includes('contributor'));
  if (ben === undefined) throw new Error('invariant: somebody is contributor');
  const client = new OpenAI({ baseURL: `${address}/openai/v1`, apiKey: ben.key, maxRetries: 0 });
  await refused(client);
  await conversation(client);
  await work(new OpenAI({ baseURL: `${address}/openai/v1`, apiKey: demo.app.key, maxRetries: 0 }));
}

async function refused(client: OpenAI): Promise<void> {
  const content = 'Write the history of the whole company, and leave nothing out.';
  const asked = client.chat.completions.create({
    model: 'simulated-careful',
    messages: [{ role: 'user', content }],
    max_tokens: 2_000_000,
  });
  await asked.then(
    () => {
      throw new Error('invariant: a call that may cost more than five dollars is refused at Northwind');
    },
    (error: unknown) => {
      if (!(error instanceof OpenAI.APIError) || error.status !== 403) throw error;
    },
  );
}

/** As a chat window sends it: all of it, each time. */
async function conversation(client: OpenAI): Promise<void> {
  const messages: OpenAI.ChatCompletionMessageParam[] = [];
  for (const content of [
    'Name three ways to say that a delivery is late, kindly.',
    'The second one, but shorter.',
    'And in the voice of a driver who is stuck in the snow?',
  ]) {
    messages.push({ role: 'user', content });
    const reply = await client.chat.completions.create({ model: 'simulated-careful', messages });
    messages.push({ role: 'assistant', content: reply.choices[0]?.message.content ?? '' });
  }
}

/** An agent triages a ticket, and writes the answer on the way. What it calls next is below what it called before. */
async function work(client: OpenAI): Promise<void> {
  const step = async (prompt: string, variables: Record<string, string>, traceparent: string) => {
    const request = { model: `prompt:${prompt}@production`, messages: [], variables };
    const headers = { traceparent, 'countersign-tags': 'ticket=4711, channel=mail' };
    const { response } = await client.chat.completions.create(request, { headers }).withResponse();
    return response.headers.get('traceparent') ?? traceparent;
  };
  const agent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
  const ticket = 'My parcel was left in the rain at the wrong door. Who pays for it?';
  const triaged = await step('support/triage-ticket', { ticket }, agent);
  const summary = await step('support/summarize-call', { transcript: `Customer: ${ticket}` }, triaged);
  await step('support/triage-ticket', { ticket: `${ticket} It was a gift.` }, summary);
  await step('support/triage-ticket', { ticket: 'And when does the next one come?' }, triaged);
}
