import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { useNames } from '../../access/use-names.ts';
import { post, segment } from '../../api/client.ts';
import type { Witness } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Digest } from '../../design/Digest.tsx';
import { count } from '../../design/money.ts';
import { Facts } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';

/** One witness: how far it has come, and what is wrong with it if anything. */
export function WitnessCard({ witness, treeSize }: { witness: Witness; treeSize: number }) {
  const queryClient = useQueryClient();
  const mayEnd = useHolds('witness.end');
  const nameOf = useNames();
  const [ending, setEnding] = useState(false);
  const end = useMutation({
    mutationFn: () => post(`/api/v1/witnesses/${segment(witness.id)}/end`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'witnesses'] });
      setEnding(false);
    },
  });
  const { name, key, url, addedAt, addedBy, cosigned, trouble } = witness;
  return (
    <li className="card p-4">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-medium wrap-anywhere">{name}</h3>
          <WitnessStatus witness={witness} treeSize={treeSize} />
        </div>
        <Button
          small
          disabledBecause={mayEnd ? null : 'Only administrators change this.'}
          onClick={() => setEnding(true)}
        >
          End
        </Button>
      </div>
      <Facts
        facts={[
          [
            'Cosigned',
            cosigned === null ? (
              'nothing yet'
            ) : (
              <span key="cosigned">
                {`${count(cosigned.treeSize)} entries, `}
                <Time at={cosigned.at} />
              </span>
            ),
          ],
          ...(trouble === null
            ? []
            : [
                [
                  'Trouble',
                  <span key="trouble" className="text-warn">
                    {`It ${trouble.problem}. Since `}
                    <Time at={trouble.since} />
                  </span>,
                ] as const,
              ]),
          [
            'Address',
            <span key="url" className="text-xs wrap-anywhere">
              {url}
            </span>,
          ],
          ['Key', <Digest key="key" value={key} length={40} />],
          [
            'Added',
            <span key="added">
              {`by ${nameOf(addedBy)}, `}
              <Time at={addedAt} />
            </span>,
          ],
        ]}
      />
      {ending && (
        <Confirm
          title={`Ask ${name} no more?`}
          act="End it"
          busy={end.isPending}
          error={end.error}
          onClose={() => setEnding(false)}
          onConfirm={() => end.mutate()}
        >
          <p>
            New heads are not shown to it, and it does not count any more. What it cosigned stays and can be
            checked for ever. It is recorded; you can add it again later.
          </p>
        </Confirm>
      )}
    </li>
  );
}

function WitnessStatus({ witness: { cosigned, trouble }, treeSize }: { witness: Witness; treeSize: number }) {
  if (trouble !== null) return <Status word="does not cosign" shape="triangle" tone="warn" />;
  if (cosigned === null) return <Status word="not asked yet" shape="dots" tone="plain" />;
  if (cosigned.treeSize < treeSize) return <Status word="cosigning" shape="dots" tone="accent" />;
  return <Status word="up to date" shape="check" tone="good" />;
}
