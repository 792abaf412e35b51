import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { AssetMerge } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { FormProblem, Loaded } from '../../design/states.tsx';
import { ComparisonView } from '../comparing/ComparisonView.tsx';
import { comparisonQuery } from '../comparing/queries.ts';
import { draftStore } from '../drafts.ts';
import { ConflictCard } from '../merging/ConflictCard.tsx';
import { type Choices, keyOf } from '../merging/choices.ts';
import { baseOf, type Theirs, whatTheyDid } from './base.ts';
import { mergedText } from './merge-result.ts';
import { mergeTexts, readAsset } from './queries.ts';
import { draftOf, type Edit } from './use-edit.ts';

type Props = {
  library: string;
  path: string;
  at: string;
  edit: Edit;
  theirs: Theirs;
  /** Proposes the edit on a branch of its own, from where it began. */
  onKeepMine: () => void;
  onClose: () => void;
};

/** Two edits of one file: what the other person did, and what becomes of mine. Nothing happens before a choice, and each can be taken back. */
export default function TogetherDialog({ library, path, at, edit, theirs, onKeepMine, onClose }: Props) {
  const org = useOrg();
  const navigate = useNavigate();
  const { base, text, rebase } = edit;
  const [choices, setChoices] = useState<Choices>(new Map());
  const bring = useMutation({
    mutationFn: async () => {
      const asset = await readAsset(library, path, theirs.commit);
      const merge = await mergeTexts({ path, base: base?.text ?? '', ours: text, theirs: asset.text });
      if (merge.clean) settle(asset, merge.text);
      return { asset, merge };
    },
  });
  function settle(asset: Awaited<ReturnType<typeof readAsset>>, merged: string) {
    if (theirs.branch === null) rebase(baseOf(asset), merged);
    else {
      draftStore(org, library, path, theirs.branch).write(draftOf(merged, baseOf(asset)));
      const search = { ref: theirs.branch };
      const params = { org, library, _splat: path.replace(/\.prompt$/, '') };
      void navigate(
        path.endsWith('.prompt')
          ? { to: '/$org/libraries/$library/prompts/$', params, search }
          : { to: '/$org/libraries/$library/assets/$', params, search },
      );
    }
    onClose();
  }
  const pending = bring.data?.merge.clean === false ? bring.data : undefined;
  const decided = pending && mergedText(path, pending.merge, choices);
  const hasOther = theirs.branch !== null && draftStore(org, library, path, theirs.branch).read() !== null;
  const notBecause =
    theirs.digest === null
      ? 'They deleted it: there is no text to bring in.'
      : hasOther
        ? `You have another edit on ${theirs.branch} in this browser. Propose or discard that one first.`
        : null;
  const into = theirs.branch === null ? 'Bring theirs into mine' : 'Put mine on top of theirs';
  return (
    <Dialog open wide onClose={onClose} title={whatTheyDid(theirs)} description={whatIsOffered(theirs, at)}>
      <FormProblem error={bring.error} />
      {pending === undefined ? (
        <TheirEdit library={library} path={path} from={base?.commit} theirs={theirs} />
      ) : (
        <Places path={path} merge={pending.merge} choices={choices} onChoose={setChoices} />
      )}
      <DialogActions>
        {theirs.branch !== null && (
          <Link
            to="/$org/libraries/$library/compare"
            params={{ org, library }}
            search={{ path, from: at, to: theirs.branch }}
            className="text-link mr-auto self-center"
          >
            Look at theirs
          </Link>
        )}
        <Button onClick={onClose}>Go on editing</Button>
        {theirs.branch === null && (
          <Button
            disabledBecause={
              base !== null && base.commit === ''
                ? 'It is not known what this edit began from. Bring theirs in instead.'
                : null
            }
            onClick={onKeepMine}
          >
            Keep mine on a branch of its own
          </Button>
        )}
        {pending === undefined ? (
          <Button
            look="primary"
            busy={bring.isPending}
            disabledBecause={notBecause}
            onClick={() => bring.mutate()}
          >
            {into}
          </Button>
        ) : (
          <Button
            look="primary"
            disabledBecause={decided === null ? 'Decide every place first.' : null}
            onClick={() => typeof decided === 'string' && settle(pending.asset, decided)}
          >
            Use this text
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function whatIsOffered({ branch }: Theirs, at: string): string {
  if (branch !== null)
    return `Their edit is not published. You can go on alone, or put your edit on top of theirs: the editor opens the branch ${branch} with both, and your edit here stays as it is.`;
  return `Your edit began before theirs. Bring theirs in and go on with both, or propose yours on a branch of its own: then whoever publishes second decides where they meet.${at === 'main' ? '' : ` Theirs is on ${at} already.`}`;
}

function TheirEdit({
  library,
  path,
  from,
  theirs,
}: {
  library: string;
  path: string;
  from: string | undefined;
  theirs: Theirs;
}) {
  const isKnown = from !== undefined && from !== '';
  const pair = { path, from: isKnown ? from : theirs.commit, to: theirs.commit };
  const query = useQuery({ ...comparisonQuery(library, pair), enabled: isKnown });
  if (theirs.digest === null)
    return <p className="leading-relaxed">The file is gone there. Its versions and history stay.</p>;
  if (!isKnown)
    return (
      <p className="leading-relaxed">
        What your edit began from is not known, so the difference cannot be shown. Bringing theirs in shows
        every place where the two differ.
      </p>
    );
  return (
    <section aria-label="Their edit" className="card max-h-[45vh] overflow-auto">
      <Loaded query={query}>
        {(comparison) => (
          <ComparisonView
            path={path}
            comparison={comparison}
            after={comparison.to.text ?? ''}
            form="inline"
            anchor="theirs"
          />
        )}
      </Loaded>
    </section>
  );
}

function Places({
  path,
  merge,
  choices,
  onChoose,
}: {
  path: string;
  merge: AssetMerge;
  choices: Choices;
  onChoose: (choices: Choices) => void;
}) {
  const many = merge.conflicts.length;
  return (
    <div className="flex flex-col gap-4">
      <p className="leading-relaxed">
        {many === 1
          ? 'At one place you both changed the same words. Say what stands there; all else is together already.'
          : `At ${many} places you both changed the same words. Say what stands there; all else is together already.`}
      </p>
      {merge.conflicts.map((conflict) => (
        <ConflictCard
          key={conflict.id}
          conflict={conflict}
          choice={choices.get(keyOf(path, conflict.id))}
          names={{ ours: 'Yours', theirs: 'Theirs' }}
          onChoose={(choice) => {
            const next = new Map(choices);
            if (choice === undefined) next.delete(keyOf(path, conflict.id));
            else next.set(keyOf(path, conflict.id), choice);
            onChoose(next);
          }}
        />
      ))}
    </div>
  );
}
