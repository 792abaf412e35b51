import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { Badge } from '../../design/Status.tsx';
import { EmptyState, FormProblem, Loaded } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { type Choice, type Choices, keyOf, sent } from './choices.ts';
import { FileCard } from './FileCard.tsx';
import { type Act, type Preview, perform, previewQuery } from './queries.ts';
import { sidesOf, stateWords, titleOf, verbOf, whatHappens } from './words.ts';

const route = getRouteApi('/$org/libraries/$library/merge');

/** Brings a branch into another, or takes a commit back or once more: what will happen, every conflict as one choice, one button. */
export function MergePage() {
  const { org, library } = route.useParams();
  const { branch, from = 'main', commit, step, parent } = route.useSearch();
  const above = (
    <Link
      to="/$org/libraries/$library"
      params={{ org, library }}
      search={{ tab: 'branches' }}
      className="text-link"
    >
      Branches of {library}
    </Link>
  );
  if (branch === undefined)
    return (
      <Page title="Merge" above={above}>
        <EmptyState title="Which branch?">
          Open a branch of this library and choose “Bring main in”.
        </EmptyState>
      </Page>
    );
  const act: Act =
    commit !== undefined && step !== undefined
      ? { kind: step, library, branch, commit, parent }
      : { kind: 'merge', library, branch, from };
  return (
    <Page title={titleOf(act)} above={above}>
      <Merging key={JSON.stringify(act)} act={act} org={org} />
    </Page>
  );
}

function Merging({ act, org }: { act: Act; org: string }) {
  const query = useQuery({ ...previewQuery(act), refetchOnWindowFocus: false, staleTime: 0 });
  // Choices are about exactly these commits: when a side moves, the person starts over with what is there.
  return (
    <Loaded query={query}>
      {(seen) => <Decisions key={`${seen.ours} ${seen.theirs ?? ''}`} act={act} org={org} seen={seen} />}
    </Loaded>
  );
}

function Decisions({ act, org, seen }: { act: Act; org: string; seen: Preview }) {
  const [choices, setChoices] = useState<Choices>(new Map());
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { files } = seen;
  const total = files.reduce((sum, { conflicts }) => sum + conflicts.length, 0);
  const performing = useMutation({
    mutationFn: () => perform(act, seen, sent(files, choices)),
    onSuccess: async () => {
      showToast({ text: `Done: ${act.branch} holds it now.`, tone: 'good' });
      void queryClient.invalidateQueries({ queryKey: ['libraries', act.library] });
      void queryClient.invalidateQueries({ queryKey: ['changes'] });
      const params = { org, library: act.library };
      await navigate({ to: '/$org/libraries/$library', params, search: { tab: 'branches' } });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: previewQuery(act).queryKey }),
  });
  const choose = (path: string, conflict: string, choice: Choice | undefined) =>
    setChoices((before) => {
      const next = new Map(before);
      if (choice === undefined) next.delete(keyOf(path, conflict));
      else next.set(keyOf(path, conflict), choice);
      return next;
    });
  const idle = seen.state === 'up_to_date' || seen.state === 'empty';
  const missing = total - choices.size;
  const why = idle
    ? whatHappens(act, seen)
    : missing > 0
      ? `${missing} of ${total} ${total === 1 ? 'place is' : 'places are'} not decided yet.`
      : null;
  return (
    <>
      <p className="mb-4 max-w-prose leading-relaxed">{whatHappens(act, seen)}</p>
      <FormProblem error={performing.error} />
      {files
        .filter(({ state }) => state === 'conflict' || state === 'merged')
        .map((file) => (
          <FileCard key={file.path} file={file} choices={choices} names={sidesOf(act)} onChoose={choose} />
        ))}
      <Taken seen={seen} />
      {!idle && (
        <div className="bg-canvas border-line sticky bottom-0 flex flex-wrap items-center gap-3 border-t py-3">
          <Button
            look="primary"
            busy={performing.isPending}
            disabledBecause={why}
            onClick={() => performing.mutate()}
          >
            {performing.isPending ? 'Working…' : verbOf(act)}
          </Button>
          {total > 0 && (
            <span role="status" className="text-ink-soft">
              {choices.size} of {total} resolved
            </span>
          )}
        </div>
      )}
    </>
  );
}

/** Files that need nobody. */
function Taken({ seen: { files, unlisted } }: { seen: Preview }) {
  const taken = files.filter(({ state }) => state !== 'conflict' && state !== 'merged');
  if (taken.length === 0) return null;
  return (
    <section className="mb-6" aria-label="Files that change without a decision">
      <h2 className="mb-2 font-medium">Without a decision</h2>
      <ul className="flex flex-col gap-1">
        {taken.map(({ path, state, from }) => (
          <li key={path} className="flex flex-wrap items-center gap-2 break-all">
            <Badge>{stateWords[state] ?? state}</Badge>
            {path}
            {from !== null && <span className="text-ink-soft text-xs">was {from}</span>}
          </li>
        ))}
        {unlisted > 0 && <li className="text-ink-soft">and {unlisted} more</li>}
      </ul>
    </section>
  );
}
