import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import { call, segment } from '../api/client.ts';
import { useSettled } from '../design/use-settled.ts';

type Alike = { library: string; path: string; name: string; title: string | null; score: number };

/** Fewer words are like everything. */
const fewestCharacters = 40;

/** What is published already and much like a text that is being written: seen before it is proposed, for a person to judge. */
export function AlreadyPublished({ library, path, text }: { library: string; path: string; text: string }) {
  const org = useOrg();
  const settled = useSettled(text, 1_200);
  const { data } = useQuery({
    queryKey: ['similar', library, path, settled],
    queryFn: ({ signal }) =>
      call<{ items: Alike[] }>(
        'POST',
        `/api/v1/libraries/${segment(library)}/similar`,
        { path, text: settled },
        signal,
      ),
    enabled: settled.length >= fewestCharacters,
    placeholderData: (before) => before,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  const items = data?.items ?? [];
  return (
    <div aria-live="polite">
      {items.length > 0 && settled.length >= fewestCharacters && (
        <section aria-label="Much like this" className="mt-3 rounded-md border p-3">
          <h3 className="text-sm font-semibold">Published already, and much like this</h3>
          <p className="text-ink-soft mt-0.5 text-xs">
            See whether one of them does what this is for. A copy is one more to review and keep.
          </p>
          <ul className="mt-1.5 flex flex-col gap-1 text-xs">
            {items.map(({ library: other, path: like, name, title, score }) => (
              <li key={`${other}/${like}`} className="flex flex-wrap items-baseline gap-x-2">
                <span className="text-ink-soft tabular-nums">{Math.round(score * 100)} %</span>
                <Link
                  to="/$org/libraries/$library/prompts/$"
                  params={{ org, library: other, _splat: like.replace(/\.prompt$/, '') }}
                  className="text-link"
                  target="_blank"
                >
                  {other}/{name}
                  <span className="sr-only"> (opens beside this page)</span>
                </Link>
                {title !== null && <span className="text-ink-faint">{title}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
