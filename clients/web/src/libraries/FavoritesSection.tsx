import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import { Section } from '../design/Page.tsx';
import { FoundList } from './FoundList.tsx';
import { favoritesQuery } from './search-queries.ts';

const most = 6;

/** What one marked with the star. Nothing at all when there is nothing: the star is found on the prompts. */
export function FavoritesSection() {
  const org = useOrg();
  const favorites = useQuery(favoritesQuery).data?.items ?? [];
  if (favorites.length === 0) return null;
  const all = (
    <Link to="/$org/search" params={{ org }} className="text-link">
      Search all
    </Link>
  );
  return (
    <Section title="Your favorites" aside={all}>
      <FoundList label="Your favorites" items={favorites.slice(0, most)} short />
    </Section>
  );
}
