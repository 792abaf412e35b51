import { approve, decideAndPublish, propose, review } from './acting.ts';
import { textAt } from './inside.ts';
import { samplePrompts } from './prompts.ts';
import { caller, hourMs, minuteMs, type Stage } from './stage.ts';

const notice = (line: string) => `---
model: simulated-fast
description: Tell a customer that a parcel is late
config:
  temperature: 0.2
input:
  schema:
    customer: string, first name of the customer
    order: string, order number
countersign:
  owner: team:support
  purpose: Tell a customer that a parcel is late
  useCase: customer-communication
  riskTier: medium
  dataClasses: []
---
{{role "user"}}
Write three sentences to {{customer}}: order {{order}} is late. Say sorry first.
${line}
`;

/** A version that had to go: rolled back in one step, then recalled, after it had been used. */
export async function takeBack(stage: Stage): Promise<void> {
  const asset = { library: 'support', path: 'delay-notice.prompt' } as const;
  const proposal = { library: 'support', name: 'delay-notice' } as const;
  const first = {
    branch: 'delay-notice',
    message: 'Add the notice of a delay',
    text: notice('Promise nothing.'),
  };
  const second = {
    branch: 'delay-notice-date',
    message: 'Name the day on which it will come',
    text: notice('Name the day on which it will come.'),
  };
  for (const version of [first, second])
    await decideAndPublish(stage, await propose(stage, { ...proposal, ...version }));
  for (const [customer, order] of [
    ['Ines', 'NW-20417'],
    ['Olu', 'NW-20455'],
    ['Mika', 'NW-20461'],
  ] as const) {
    stage.clock.advance(35 * minuteMs);
    const body = { prompt: 'support/delay-notice@production', variables: { customer, order } };
    await stage.app('execution.create', { body });
  }
  const eli = caller(stage, 'eli@northwind.example');
  stage.clock.advance(20 * minuteMs);
  await eli('rollback.create', {
    body: {
      ...asset,
      environment: 'production',
      version: 1,
      reason: 'Version 2 names days that the carrier never gave us.',
    },
  });
  stage.clock.advance(10 * minuteMs);
  await eli('recall.create', {
    body: {
      target: { kind: 'version', ...asset, version: 2 },
      reason: 'It invents a day of delivery. Whoever sent it should write again.',
    },
  });
}

/** Approved by counsel, and waiting for its hour. */
export async function schedule(stage: Stage): Promise<void> {
  const prompt = samplePrompts.find(({ name }) => name === 'nda-summary');
  const last = prompt?.texts.at(-1);
  if (prompt === undefined || last === undefined) throw new Error('invariant: the sample prompt exists');
  const change = await propose(stage, {
    ...prompt,
    branch: 'nda-new-law',
    message: 'Mention the new law, from the day on which it applies',
    text: `${last.text.trimEnd()}\nName what changes with the Trade Secrets Act.\n`,
  });
  await review(stage, change, 'endorse', 'Not a day before it applies, please.');
  await approve(stage, change);
  const eli = caller(stage, 'eli@northwind.example');
  const page = await eli('change.read', { params: { change } });
  const at = new Date(Date.now() + 9 * 24 * hourMs);
  at.setUTCHours(7, 0, 0, 0);
  await eli('change.schedule', {
    params: { change },
    body: {
      revision: textAt(page, 'revision'),
      digest: textAt(page, 'digest'),
      at: at.toISOString(),
      notes: 'Goes live on the day on which the new law applies.',
    },
  });
}

const outage = (line: string) => `---
model: simulated-fast
description: Answer a customer while something is down
config:
  temperature: 0
input:
  schema:
    question: string, what the customer asks
countersign:
  owner: team:support
  purpose: Answer a customer while something is down
  useCase: customer-support
  riskTier: medium
  dataClasses: []
---
{{role "user"}}
${line}
Answer in two sentences: {{question}}
`;

const outageAnswer = { library: 'support', name: 'outage-answer' } as const;

/** The answer that an emergency will be about. */
export async function prepareForOutage(stage: Stage): Promise<void> {
  const first = {
    branch: 'outage-answer',
    message: 'Add the answer during an outage',
    text: outage('Something is down. Say that we work on it.'),
  };
  await decideAndPublish(stage, await propose(stage, { ...outageAnswer, ...first }));
}

/** An emergency: published without approval by a responder a short while ago, and not reviewed yet. */
export async function breakGlass(stage: Stage): Promise<void> {
  const change = await propose(stage, {
    ...outageAnswer,
    branch: 'outage-payments',
    message: 'Say that payments are down, and that nobody is charged twice',
    text: outage('Payments are down. Nobody is charged twice; say so.'),
  });
  const henrik = caller(stage, 'henrik@northwind.example');
  const page = await henrik('change.read', { params: { change } });
  await henrik('break_glass.create', {
    params: { change },
    body: {
      revision: textAt(page, 'revision'),
      digest: textAt(page, 'digest'),
      reason: 'Payments are down, the service desk answers by the hundred, and no approver can be reached.',
      expiresAt: new Date(stage.clock.now().getTime() + 8 * hourMs).toISOString(),
    },
  });
}
