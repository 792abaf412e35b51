import { useQuery } from '@tanstack/react-query';
import { Section } from '../design/Page.tsx';
import { Status } from '../design/Status.tsx';
import { ErrorState, Skeleton } from '../design/states.tsx';
import { drawProof } from './draw-proof.ts';

/** The way from this entry's bytes to the signed root, computed in this browser. */
export function ProofDrawing({ entry }: { entry: string }) {
  const query = useQuery({ queryKey: ['ledger', 'path', entry], queryFn: () => drawProof(entry) });
  return (
    <Section title="From this entry to the signed root">
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={6} height={36} />
        )
      ) : 'why' in query.data ? (
        <div className="card border-bad p-4 leading-relaxed">{query.data.why}</div>
      ) : (
        <div className="card p-4">
          <ol className="flex flex-col">
            <Row
              name="this entry"
              about={`SHA-256 over its bytes, #${query.data.index}`}
              hash={query.data.leaf}
            />
            {query.data.steps.map((step) => (
              <Row
                key={step.node}
                name={step.side === 'left' ? 'joined from the left' : 'joined from the right'}
                about={`with ${step.sibling.slice(0, 12)}…`}
                hash={step.node}
              />
            ))}
          </ol>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t pt-3">
            <Status word="the signed root" shape="check" tone="good" />
            <span className="text-ink-soft">
              {query.data.treeSize} entries, signed with the log’s key and checked here
            </span>
          </p>
        </div>
      )}
    </Section>
  );
}

const Row = ({ name, about, hash }: { name: string; about: string; hash: string }) => (
  <li className="relative flex gap-3 pb-3">
    <span aria-hidden className="bg-line absolute top-4 bottom-0 left-[5px] w-px" />
    <span aria-hidden className="bg-accent z-[1] mt-1.5 size-[11px] shrink-0 rounded-full" />
    <div className="min-w-0">
      <p className="leading-snug">
        <span className="font-medium">{name}</span> <span className="text-ink-faint text-xs">{about}</span>
      </p>
      <code className="text-ink-soft block font-mono text-xs wrap-anywhere">{hash}</code>
    </div>
  </li>
);
