import { approve, commit, propose, review } from './acting.ts';
import { textAt } from './inside.ts';
import type { LibraryName } from './people.ts';
import { samplePrompts } from './prompts.ts';
import { author, caller, type Stage } from './stage.ts';
import { discuss } from './talk.ts';

/** One change in every state that a change can wait in, so that every inbox has something to do. */
export async function leaveUnfinished(stage: Stage): Promise<void> {
  const edit = (index: number, line: string): { library: LibraryName; name: string; text: string } => {
    const prompt = samplePrompts[index];
    const last = prompt?.texts.at(-1);
    if (prompt === undefined || last === undefined) throw new Error('invariant: the sample prompt exists');
    return { library: prompt.library, name: prompt.name, text: `${last.text.trimEnd()}\n${line}\n` };
  };
  const draft = {
    ...edit(2, 'End with one question to the reader.'),
    branch: 'newsletter-question',
    message: 'End the opening with a question',
  };
  await propose(stage, draft, false);
  const discussed = await propose(stage, {
    ...edit(4, 'If it is about medicine, urgency is high.'),
    branch: 'triage-medicine',
    message: 'Medicine is always urgent',
  });
  await discuss(stage, discussed);
  await leaveStale(stage, edit(7, 'Name the two riskiest lines first.'));
  const objected = await propose(stage, {
    ...edit(6, 'Never recommend more than 200 euros.'),
    branch: 'refund-limit',
    message: 'Limit what we recommend',
  });
  await review(stage, objected, 'request_changes', 'The limit differs by country. Please name the source.');
  const approved = await propose(stage, {
    ...edit(8, 'Say what we changed so that it does not happen again.'),
    branch: 'incident-lesson',
    message: 'Say what we learned',
  });
  await review(stage, approved, 'endorse', 'Yes, people ask for exactly this.');
  await approve(stage, approved);
  const reviewed = await propose(stage, {
    ...edit(10, 'Name the law that would apply.'),
    branch: 'clause-law',
    message: 'Name the law that applies',
  });
  await review(stage, reviewed, 'endorse', 'Useful for counsel. Approval is for legal to give.');
  const rejected = await propose(stage, {
    ...edit(3, 'Offer a voucher of 20 euros.'),
    branch: 'complaint-voucher',
    message: 'Offer a voucher at once',
  });
  const dana = caller(stage, 'dana@northwind.example');
  const page = await dana('change.read', { params: { change: rejected } });
  await dana('change.reject', {
    params: { change: rejected },
    body: { revision: textAt(page, 'revision'), comment: 'We promise nothing about money in a first reply.' },
  });
  const withdrawn = await propose(stage, {
    ...edit(1, 'Mention the price.'),
    branch: 'blurb-price',
    message: 'Mention the price',
  });
  await caller(stage, author)('change.withdraw', { params: { change: withdrawn }, body: {} });
}

/** Approved, and then its author went on: the approval is of other bytes now. */
async function leaveStale(
  stage: Stage,
  edited: { library: LibraryName; name: string; text: string },
): Promise<void> {
  const branch = 'review-riskiest';
  const message = 'Begin with the riskiest lines';
  const change = await propose(stage, { ...edited, branch, message });
  await review(stage, change, 'endorse', 'Yes: nobody reads to the end.');
  await approve(stage, change);
  await commit(stage, {
    ...edited,
    branch,
    message: 'Three lines are better',
    text: edited.text.replace('two riskiest', 'three riskiest'),
  });
}
