import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';

/** The file that a rule stands in. */
export function Source({ source }: { source: string }) {
  const org = useOrg();
  const library = source.split('/', 1)[0] ?? '';
  return (
    <Link
      to="/$org/libraries/$library/assets/$"
      params={{ org, library, _splat: source.slice(library.length + 1) }}
      className="text-link text-xs wrap-anywhere"
    >
      {source}
    </Link>
  );
}
