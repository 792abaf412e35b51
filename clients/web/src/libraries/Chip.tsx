import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';

/** A tag or an owner, which leads to everything that has it. */
export function Chip({ name, value }: { name: 'tag' | 'owner'; value: string }) {
  const org = useOrg();
  const shown = `${name === 'tag' ? '#' : 'by '}${value}`;
  const q = `${name}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;
  return (
    <Link
      to="/$org/search"
      params={{ org }}
      search={{ q }}
      aria-label={`${shown}: search for this ${name}`}
      className="text-ink-soft hover:text-ink hover:bg-sunken relative z-10 inline-flex max-w-full items-center gap-1 truncate rounded-full border px-2 py-0.5 text-xs"
    >
      {shown}
    </Link>
  );
}

export const Chips = ({ tags, owner }: { tags: readonly string[]; owner: string | null }) =>
  tags.length === 0 && owner === null ? null : (
    <span className="flex flex-wrap gap-1.5">
      {owner !== null && <Chip name="owner" value={owner} />}
      {tags.map((tag) => (
        <Chip key={tag} name="tag" value={tag} />
      ))}
    </span>
  );
