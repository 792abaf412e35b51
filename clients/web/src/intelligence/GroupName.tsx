import { useOrg } from '../access/session.ts';
import type { GroupRow } from '../api/types.ts';
import { RowLink } from '../design/RowLink.tsx';

/** A group's name, leading to what is inside it: a library to its prompts, a prompt to its executions. */
export function GroupName({ by, row }: { by: string; row: GroupRow }) {
  const org = useOrg();
  if (by === 'library' && row.library !== null)
    return (
      <RowLink
        to="/$org/intelligence/groups"
        params={{ org }}
        search={(before: { weeks?: '4' | '12' }) => ({
          ...before,
          by: 'prompt' as const,
          library: row.library ?? '',
        })}
      >
        {row.name}
      </RowLink>
    );
  if (by === 'prompt' && row.library !== null)
    return (
      <RowLink to="/$org/executions" params={{ org }} search={{ prompt: row.name }}>
        {row.name}
      </RowLink>
    );
  return <span className="block truncate font-medium max-sm:whitespace-normal">{row.name}</span>;
}
