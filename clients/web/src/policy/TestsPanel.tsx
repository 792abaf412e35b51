import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { List } from '../api/types.ts';
import { FormProblem } from '../design/states.tsx';
import { useSettled } from '../design/use-settled.ts';
import { GoTo } from '../libraries/kinds/GoTo.tsx';

type Outcome = { path: string; line: number; name: string; failure: string | null };

/** Reads only; POST because a text is too long for an address. */
const testsQuery = (path: string, text: string) =>
  queryOptions({
    queryKey: ['policy', 'tests', path, text],
    queryFn: ({ signal }) =>
      call<List<Outcome>>('POST', '/api/v1/policy/test', { files: [{ path, text }], over: 'live' }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  });

type Props = { path: string; text: string; onGo: (line: number) => void };

/** What of the policy's test cases would hold with the text as it is typed, among everything that is in force. */
export default function TestsPanel({ path, text, onGo }: Props) {
  const { data, error } = useQuery(testsQuery(path, useSettled(text, 600)));
  const failed = data?.items.filter(({ failure }) => failure !== null) ?? [];
  return (
    <section aria-label="Test cases" className="card mt-4 p-4">
      <h2 className="font-semibold">Test cases</h2>
      <FormProblem error={error} />
      {data !== undefined && <p role="status">{summary(data.items.length, failed.length)}</p>}
      {failed.length > 0 && (
        <ul className="mt-2 flex flex-col gap-2">
          {failed.map((one) => (
            <li key={`${one.path} ${one.line} ${one.name}`} className="leading-snug">
              {one.path === path ? (
                <GoTo line={one.line} onGo={onGo}>
                  {one.name}
                </GoTo>
              ) : (
                <span className="font-medium">
                  {one.name} <span className="text-ink-faint font-mono text-xs">{one.path}</span>
                </span>
              )}
              <p className="text-bad break-words">{one.failure}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function summary(all: number, failed: number): string {
  if (all === 0) return 'There are none yet. Write some in a file ending in .policy-test.yaml.';
  if (failed === 0) return all === 1 ? 'The one there is would hold.' : `All ${all} would hold.`;
  return `${failed} of ${all} would not hold. A change that breaks one cannot be published.`;
}
