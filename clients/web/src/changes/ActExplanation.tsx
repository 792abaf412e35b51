import type { ReactNode } from 'react';
import type { ChangeAction, ChangeDetail } from '../api/types.ts';
import { Digest } from '../design/Digest.tsx';
import { Facts } from '../design/Page.tsx';

/** What will happen, to whom, and how to take it back. */
export function ActExplanation({ action, change }: { action: ChangeAction; change: ChangeDetail }) {
  const text = explanations(change)[action];
  const binds = action === 'change.approve' || action === 'change.publish';
  return (
    <div className="flex flex-col gap-3 leading-relaxed">
      {text !== undefined && <div>{text}</div>}
      {binds && (
        <Facts
          facts={[
            ['Change', `${change.library} #${change.number}, ${change.title}`],
            ['Content', <Digest key="digest" value={change.digest} length={16} />],
            ['Revision', <Digest key="revision" value={change.revision} />],
          ]}
        />
      )}
    </div>
  );
}

const references = (change: ChangeDetail): ReactNode => (
  <ul className="my-1.5 list-disc pl-5">
    {change.assets.map(({ path, status }) => (
      <li key={path}>
        <code className="font-mono text-xs wrap-anywhere">{`${change.library}/${path.replace(/\.prompt$/, '')}@${change.environment}`}</code>
        {status === 'deleted' ? ' stops running' : ''}
      </li>
    ))}
  </ul>
);

const explanations = (change: ChangeDetail): Partial<Record<ChangeAction, ReactNode>> => ({
  'change.submit':
    'Reviewers and approvers see it in their lists. You can go on committing to its branch; each commit asks for their decisions anew.',
  'change.approve':
    'Your approval binds these exact bytes, this environment and this requirement, under your name, in the ledger. Any new byte makes it stale.',
  'change.retract':
    'What you decided on this change, and what a delegate decided in your name, counts no more. It stays in the history, and you can decide anew.',
  'change.reject': 'The change ends here. Its branch stays; its author can open a new change from it.',
  'change.withdraw':
    'The change ends here and leaves everybody’s lists. Its branch stays, and a new change can be opened from it.',
  'change.publish': (
    <>
      From now on, everybody and every program that runs one of these gets the new text:
      {references(change)}
      What is running keeps what it started with. To take it back, roll back to the version before, in one
      step.
    </>
  ),
});
