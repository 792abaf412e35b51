import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useEffect } from 'react';
import { call } from '../api/client.ts';
import type { Score } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { FormProblem } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { takesText } from '../shell/shortcuts.ts';
import { Corrections } from './Corrections.tsx';
import { scoresPath, scoresQuery } from './queries.ts';

type Said = { config: string; value: boolean | number; reason?: string };

const reasons = [
  ['wrong', 'Wrong'],
  ['incomplete', 'Incomplete'],
  ['off_topic', 'Off topic'],
  ['tone', 'Tone'],
  ['format', 'Format'],
  ['unsafe', 'Unsafe'],
  ['slow', 'Slow'],
  ['other', 'Other'],
] as const;

type Props = { execution: string; output: string | null; keys?: boolean };

/** How good the answer was, said where it is read, with one key: u or d, 1 to 5 (where one answer is on the page). What others said stands below. */
export function Scores({ execution, output, keys = true }: Props) {
  const queries = useQueryClient();
  const items = useQuery(scoresQuery(execution)).data?.items ?? [];
  const say = useMutation({
    mutationFn: (said: Said) => call('POST', scoresPath(execution), said),
    onSettled: () => queries.invalidateQueries({ queryKey: scoresQuery(execution).queryKey }),
  });
  const { mutate, isPending } = say;
  const standing = items.filter(({ stands }) => stands);
  const mine = (config: string) => standing.find((score) => score.mine && score.config === config);
  const thumb = mine('acceptance');
  useScoreKeys((said) => {
    if (keys && !isPending) mutate(said);
  });
  return (
    <Section title="How good was it?">
      <div className="card p-4">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <div className="flex gap-2">
            <Thumb up pressed={thumb?.value === true} say={mutate} />
            <Thumb up={false} pressed={thumb?.value === false} say={mutate} />
          </div>
          <fieldset className="flex gap-1" aria-label="Rating, 1 to 5">
            {[1, 2, 3, 4, 5].map((value) => (
              <Button
                key={value}
                small
                look={mine('rating')?.value === value ? 'primary' : 'secondary'}
                aria-label={`Rate ${value} of 5`}
                aria-pressed={mine('rating')?.value === value}
                onClick={() => mutate({ config: 'rating', value })}
              >
                {value}
              </Button>
            ))}
          </fieldset>
          {keys && <p className="text-ink-faint text-xs">Keys: u up, d down, 1 to 5</p>}
        </div>
        {thumb?.value === false && (
          <fieldset className="mt-4 flex flex-wrap gap-1.5">
            <legend className="text-ink-soft mb-1.5 text-xs">What was it?</legend>
            {reasons.map(([reason, label]) => (
              <Button
                key={reason}
                small
                look={thumb.reason === reason ? 'primary' : 'secondary'}
                aria-pressed={thumb.reason === reason}
                onClick={() => mutate({ config: 'acceptance', value: false, reason })}
              >
                {label}
              </Button>
            ))}
          </fieldset>
        )}
        <div className="mt-2 empty:hidden">
          <FormProblem error={say.error} />
        </div>
        <Said scores={standing} />
        <Corrections execution={execution} output={output} />
      </div>
    </Section>
  );
}

function Thumb({ up, pressed, say }: { up: boolean; pressed: boolean; say: (said: Said) => void }) {
  const Icon = up ? ThumbsUp : ThumbsDown;
  return (
    <Button
      look={pressed ? 'primary' : 'secondary'}
      icon={<Icon size={16} aria-hidden />}
      aria-pressed={pressed}
      onClick={() => say({ config: 'acceptance', value: up })}
    >
      {up ? 'Good' : 'Not good'}
    </Button>
  );
}

function Said({ scores }: { scores: readonly Score[] }) {
  if (scores.length === 0) return null;
  return (
    <ul className="text-ink-soft mt-4 flex flex-col gap-1 border-t pt-3 text-sm" aria-label="Scores">
      {scores.map((score) => (
        <li key={score.id} className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-ink">{wordOf(score)}</span>
          <span className="inline-flex items-center gap-1">
            by <PersonName person={score.by} />
          </span>
          <Time at={score.at} />
        </li>
      ))}
    </ul>
  );
}

function wordOf({ config, value, reason }: Score): string {
  if (typeof value === 'number') return `${value} of 5`;
  if (typeof value === 'string') return `${config}: ${value}`;
  const why = reasons.find(([name]) => name === reason)?.[1];
  return `${value ? 'Good' : 'Not good'}${why === undefined ? '' : ` (${why.toLowerCase()})`}`;
}

/** Listens while the answer is on the page. */
function useScoreKeys(say: (said: Said) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      if (takesText(target) || document.querySelector('[role="dialog"]') !== null) return;
      if (key === 'u' || key === 'd') say({ config: 'acceptance', value: key === 'u' });
      else if (/^[1-5]$/.test(key)) say({ config: 'rating', value: Number(key) });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [say]);
}
