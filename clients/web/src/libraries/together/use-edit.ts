import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useOrg, useSession } from '../../access/session.ts';
import type { Asset } from '../../api/types.ts';
import { showToast } from '../../design/toasts.ts';
import { type Draft, draftStore } from '../drafts.ts';
import { type Base, baseOf, baseOfDraft, movedUnder, workElsewhere } from './base.ts';
import { activityQuery } from './queries.ts';

type Place = { library: string; path: string; at: string };

/**
 * One person's edit of one file: the text, what it began from, and what others did to the file since. The edit is kept in this browser
 * with its beginning until a commit holds it; a file that changes under it never changes the edit.
 */
export function useEdit({ library, path, at }: Place, asset: Asset | null, startText: string) {
  const org = useOrg();
  const me = useSession().principal.id;
  const drafts = useMemo(() => draftStore(org, library, path, at), [org, library, path, at]);
  const [restored] = useState(() => drafts.read());
  const [base, setBase] = useState(() => baseOfDraft(restored, asset));
  const [text, setText] = useState(startText);
  const isDirty = text !== (base?.text ?? '');

  useEffect(() => {
    if (isDirty) drafts.write(draftOf(text, base));
    else drafts.clear();
  }, [text, base, isDirty, drafts]);
  // Nothing is typed: the page shows what is there now.
  useEffect(() => {
    if (isDirty || asset === null || asset.digest === base?.digest) return;
    setBase(baseOf(asset));
    setText(asset.text);
  }, [asset, base, isDirty]);

  const activity = useQuery({ ...activityQuery(library, path, at), enabled: isDirty }).data;
  return {
    text,
    setText,
    base,
    isDirty,
    restored: restored !== null && isDirty ? restored : null,
    moved: isDirty ? movedUnder(activity, base) : null,
    elsewhere: isDirty ? workElsewhere(activity, me) : [],
    /** Goes on from another state of the file, with a text that holds both edits. */
    rebase: (next: Base, merged: string) => {
      const before = { base, text };
      setBase(next);
      setText(merged);
      showToast({
        text: 'Their edit is in yours now. Nothing is proposed yet.',
        tone: 'good',
        action: {
          label: 'Undo',
          run: () => {
            setBase(before.base);
            setText(before.text);
          },
        },
      });
    },
    discard: () => {
      const thrown = text;
      setText(asset?.text ?? '');
      setBase(baseOf(asset));
      showToast({
        text: 'Your edit is discarded.',
        tone: 'info',
        action: {
          label: 'Undo',
          run: () => {
            setBase(base);
            setText(thrown);
          },
        },
      });
    },
    clear: drafts.clear,
  };
}

export type Edit = ReturnType<typeof useEdit>;

/** An edit as it is kept. */
export function draftOf(text: string, base: Base): Draft {
  const at = new Date().toISOString();
  if (base === null) return { text, base: null, at };
  return { text, base: base.digest, baseText: base.text, baseCommit: base.commit, at };
}
