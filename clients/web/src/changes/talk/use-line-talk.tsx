import { useMemo, useState } from 'react';
import type { AssetChange, ChangeDetail } from '../../api/types.ts';
import type { LineTalk } from '../../libraries/comparing/line-talk.ts';
import { LineComposer } from './LineComposer.tsx';
import { ThreadCard } from './ThreadCard.tsx';
import type { NewPlace } from './talk-acts.ts';
import { lineKey, talkOf } from './threads.ts';

type Picked = Pick<NewPlace, 'side' | 'firstLine' | 'line'>;

const sideOf = { a: 'base', b: 'head' } as const;

/**
 * What is said about the lines of one file of a change, and where something new is being said.
 * @param isSince the old text is an earlier revision, not what is published: its lines are not talked about
 */
export function useLineTalk(change: ChangeDetail, asset: AssetChange, isSince: boolean) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const said = useMemo(() => talkOf(change.threads, asset.path), [change.threads, asset.path]);
  const mayComment = change.may['change.comment']?.allowed === true;
  const lineTalk = useMemo((): LineTalk => {
    const takes = (side: 'a' | 'b') => asset[sideOf[side]] !== null && !(isSince && side === 'a');
    const threadsAt = (side: 'a' | 'b', line: number) =>
      takes(side) ? (said.at.get(lineKey(sideOf[side], line)) ?? []) : [];
    const isComposing = (side: 'a' | 'b', line: number) =>
      picked !== null && picked.side === sideOf[side] && picked.line === line;
    return {
      takes: (side) => mayComment && takes(side),
      has: (side, line) => isComposing(side, line) || threadsAt(side, line).length > 0,
      isPicked: (side, line) =>
        picked !== null && picked.side === sideOf[side] && picked.firstLine <= line && line <= picked.line,
      pick: (side, line, extend) => {
        const from = extend && picked?.side === sideOf[side] ? picked.firstLine : line;
        setPicked({ side: sideOf[side], firstLine: Math.min(from, line), line: Math.max(from, line) });
      },
      under: (side, line) => {
        const text = asset[sideOf[side]];
        return (
          <>
            {threadsAt(side, line).map((thread) => (
              <ThreadCard key={thread.id} change={change} thread={thread} inPlace />
            ))}
            {isComposing(side, line) && picked !== null && text !== null && (
              <LineComposer
                change={change}
                place={{ path: asset.path, digest: text.digest, ...picked }}
                text={text.text}
                onPlace={(firstLine, last) => setPicked({ ...picked, firstLine, line: last })}
                onClose={() => setPicked(null)}
              />
            )}
          </>
        );
      },
    };
  }, [change, asset, said, picked, mayComment, isSince]);
  return { lineTalk, said, pick: setPicked };
}
