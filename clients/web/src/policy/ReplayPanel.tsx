import { useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { get } from '../api/client.ts';
import type { Replay } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Status } from '../design/Status.tsx';
import { FormProblem } from '../design/states.tsx';

/** Judges the execution once more, by the rules that were in force then, and says whether it comes to the same. */
export function ReplayPanel({ path }: { path: string }) {
  const [asked, setAsked] = useState(false);
  const replay = useQuery({
    queryKey: ['policy', 'replay', path],
    queryFn: ({ signal }) => get<Replay>(`${path}/replay`, signal),
    enabled: asked,
    retry: false,
  });
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <Button
        small
        icon={<RotateCcw size={13} aria-hidden />}
        busy={replay.isFetching}
        onClick={() => (asked ? void replay.refetch() : setAsked(true))}
      >
        Replay the verdict
      </Button>
      <span role="status">
        {replay.data !== undefined &&
          (replay.data.same ? (
            <Status word="the same, to the last rule" shape="check" tone="good" />
          ) : (
            <Status word={`not the same: ${replay.data.replayed.decision}`} shape="cross" tone="bad" />
          ))}
      </span>
      <FormProblem error={replay.error} />
    </div>
  );
}
