import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { useNames } from '../../access/use-names.ts';
import { post, segment } from '../../api/client.ts';
import type { Cosigning, WitnessedLog } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Digest } from '../../design/Digest.tsx';
import { count } from '../../design/money.ts';
import { Facts, Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { cosigningQuery } from '../queries.ts';
import { AddLogDialog } from './AddLogDialog.tsx';

/** For whose logs this organization vouches, and what those need to ask it. */
export function WitnessedLogs() {
  const query = useQuery(cosigningQuery);
  const mayAdd = useHolds('witnessed_log.add');
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="Logs that you witness"
      aside={
        <Button
          small
          disabledBecause={mayAdd ? null : 'Only administrators change this.'}
          onClick={() => setAdding(true)}
        >
          Witness a log
        </Button>
      }
    >
      <Loaded query={query}>
        {(cosigning) =>
          cosigning.items.length === 0 ? (
            <EmptyState title="You witness nobody’s log">
              Be a witness for another organization: add their log’s key, and give them your key and address.
            </EmptyState>
          ) : (
            <>
              <Identity cosigning={cosigning} />
              <ul className="flex flex-col gap-3">
                {cosigning.items.map((log) => (
                  <LogCard key={log.id} log={log} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {adding && <AddLogDialog onClose={() => setAdding(false)} />}
    </Section>
  );
}

/** What whoever asks to be witnessed has to be given. */
const Identity = ({ cosigning: { key, path } }: { cosigning: Cosigning }) => (
  <div className="card mb-3 p-4">
    <Facts
      facts={[
        ['Your key', <Digest key="key" value={key ?? ''} length={40} />],
        [
          'Your address',
          <span key="address" className="text-xs wrap-anywhere">
            {`${window.location.origin}${path}`}
          </span>,
        ],
      ]}
    />
  </div>
);

function LogCard({ log }: { log: WitnessedLog }) {
  const queryClient = useQueryClient();
  const mayEnd = useHolds('witnessed_log.end');
  const nameOf = useNames();
  const [ending, setEnding] = useState(false);
  const end = useMutation({
    mutationFn: () => post(`/api/v1/witnessed-logs/${segment(log.id)}/end`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'witnessed-logs'] });
      setEnding(false);
    },
  });
  const { origin, key, addedBy, addedAt, cosigned, conflicts } = log;
  return (
    <li className="card p-4">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="font-medium wrap-anywhere">{origin}</h3>
          {conflicts > 0 ? (
            <Status word="showed two histories" shape="triangle" tone="bad" />
          ) : cosigned === null ? (
            <Status word="never asked" shape="dots" tone="plain" />
          ) : (
            <Status word="continues" shape="check" tone="good" />
          )}
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
          ...(conflicts === 0
            ? []
            : [
                [
                  'Refused',
                  `${conflicts === 1 ? 'A head' : `${conflicts} heads`} that its own key signed and that contradict what you cosigned: proof that it was rewritten. Both are kept; look for witnessed_log.conflict in the ledger.`,
                ] as const,
              ]),
          ...(cosigned === null
            ? []
            : [['Root', <Digest key="root" value={cosigned.rootHash} length={24} />] as const]),
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
          title="Witness this log no more?"
          act="End it"
          busy={end.isPending}
          error={end.error}
          onClose={() => setEnding(false)}
          onConfirm={() => end.mutate()}
        >
          <p>
            Its heads are not cosigned any more, and where so many witnesses are needed its owner is left
            without. What you cosigned is remembered, should you ever add it again.
          </p>
        </Confirm>
      )}
    </li>
  );
}
