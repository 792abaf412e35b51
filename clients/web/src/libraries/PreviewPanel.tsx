import type { Rendered } from '../api/types.ts';
import { classNames } from '../design/class-names.ts';
import { Badge } from '../design/Status.tsx';
import { FormProblem, Skeleton } from '../design/states.tsx';
import { Messages } from './MessageList.tsx';

/** What the model would get. While a text has faults, the last good rendering stays, dimmed. */
export const PreviewPanel = ({
  rendered,
  error,
  hasFaults,
}: {
  rendered: Rendered | undefined;
  error: unknown;
  hasFaults: boolean;
}) => (
  <div className="flex flex-col gap-3">
    {error !== null && !hasFaults && <FormProblem error={error} />}
    {hasFaults && (
      <p className="text-ink-soft">
        The prompt has problems, listed under the editor.
        {rendered === undefined ? '' : ' This is its last good rendering.'}
      </p>
    )}
    {rendered === undefined ? (
      error === null && <Skeleton rows={2} height={96} />
    ) : (
      <div className={classNames('flex flex-col gap-3', hasFaults && 'border-l-2 pl-3')}>
        <p className="flex flex-wrap items-center gap-1.5">
          <Badge>{rendered.model ?? 'no model named'}</Badge>
          {Object.entries(rendered.config).map(([name, value]) => (
            <Badge
              key={name}
            >{`${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`}</Badge>
          ))}
        </p>
        <Messages messages={rendered.messages} />
      </div>
    )}
  </div>
);
