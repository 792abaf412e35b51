import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import { Digest } from '../design/Digest.tsx';

/** What an entry is about, with a way to it where it has a page. */
export function SubjectLink({ subject }: { subject: { kind: string; id: string } }) {
  const org = useOrg();
  if (subject.kind === 'execution')
    return (
      <Link to="/$org/executions/$execution" params={{ org, execution: subject.id }} className="text-link">
        this execution
      </Link>
    );
  if (subject.kind === 'change')
    return (
      <Link to="/$org/changes/$change" params={{ org, change: subject.id }} className="text-link">
        this change
      </Link>
    );
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      {subject.kind} <Digest value={subject.id} length={10} />
    </span>
  );
}
