import { Star } from 'lucide-react';
import { Tip } from '../design/Tip.tsx';
import { useFavorite } from './search-queries.ts';

/** Keeps an asset at hand, or takes it from there. Pressed means that it is a favorite. */
export function StarButton({ library, path, name }: { library: string; path: string; name: string }) {
  const { marked, toggle } = useFavorite(library, path);
  return (
    <Tip content={marked ? 'A favorite of yours' : 'Add to your favorites'}>
      <button
        type="button"
        aria-pressed={marked}
        aria-label={`Favorite: ${name}`}
        onClick={toggle}
        className="text-ink-faint hover:bg-sunken hover:text-ink aria-pressed:text-warn relative z-10 inline-flex size-8 items-center justify-center rounded-md"
      >
        <Star size={16} aria-hidden fill={marked ? 'currentColor' : 'none'} />
      </button>
    </Tip>
  );
}
