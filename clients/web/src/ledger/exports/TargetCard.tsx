import { useNames } from '../../access/use-names.ts';
import type { ExportTarget } from '../../api/types.ts';
import { count } from '../../design/money.ts';
import { Facts } from '../../design/Page.tsx';
import { Badge, Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { TargetActions } from './TargetActions.tsx';
import { formNames, kinds, targetLook } from './targets.ts';

/** One target: whether it has everything, and if not, since when and why. */
export function TargetCard({ target }: { target: ExportTarget }) {
  const nameOf = useNames();
  const { name, kind, form, url, header, behind, behindSince, sentAt, createdBy, createdAt, nextIndex } =
    target;
  return (
    <li className="card p-4">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-medium wrap-anywhere">{name}</h2>
          <Status {...targetLook(target)} />
          <Badge>{formNames[form]}</Badge>
        </div>
        <TargetActions target={target} />
      </div>
      <Trouble target={target} />
      <Facts
        facts={[
          [
            'Taken',
            <span key="taken">
              {nextIndex === 0 ? 'nothing yet' : `every entry below #${count(nextIndex)}`}
              {sentAt !== null && (
                <>
                  , last <Time at={sentAt} />
                </>
              )}
            </span>,
          ],
          [
            'Waiting',
            behind === 0 ? (
              'nothing'
            ) : (
              <span key="behind">
                {`${count(behind)} ${behind === 1 ? 'entry' : 'entries'}`}
                {behindSince !== null && (
                  <>
                    , the oldest from <Time at={behindSince} />
                  </>
                )}
              </span>
            ),
          ],
          [
            'Goes to',
            <span key="url" className="wrap-anywhere">
              {`${kinds.find(({ value }) => value === kind)?.label}, ${url}`}
            </span>,
          ],
          ...(kind === 'syslog'
            ? []
            : [
                ['Credential', header === null ? 'none' : `in the header ${header}, kept encrypted`] as const,
              ]),
          [
            'Made',
            <span key="made">
              {`by ${nameOf(createdBy)}, `}
              <Time at={createdAt} />
            </span>,
          ],
        ]}
      />
    </li>
  );
}

function Trouble({ target: { error, failedAt, failures, dueAt } }: { target: ExportTarget }) {
  if (error === null) return null;
  const times = failures === 1 ? 'once' : `${failures} times in a row`;
  return (
    <p className="border-warn bg-warn-soft text-warn mb-3 rounded-md border px-3 py-2 leading-relaxed wrap-anywhere">
      {failures === 0 ? 'It took what was sent, and says: ' : `Failed ${times}: `}
      {error}
      {failedAt !== null && (
        <>
          {', '}
          <Time at={failedAt} />
        </>
      )}
      {failures > 0 && dueAt !== null && (
        <>
          {'. The next try is '}
          <Time at={dueAt} exact="minute" />. Nothing is lost: what is not taken waits in the log.
        </>
      )}
    </p>
  );
}
