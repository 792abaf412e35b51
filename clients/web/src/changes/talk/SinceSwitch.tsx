import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import { useLooked } from './use-looked.ts';

type Props = {
  change: ChangeDetail;
  /** An earlier revision; undefined for all that the change does. */
  since: string | undefined;
  onSince: (since: string | undefined) => void;
};

/** All that the change does, or only what came after one of its revisions. */
export function SinceSwitch({ change, since, onSince }: Props) {
  const looked = useLooked(change);
  const earlier = change.revisions.slice(0, -1);
  if (earlier.length === 0) return null;
  return (
    <>
      <span className="w-60 max-w-full">
        <Select
          label="Show"
          labelHidden
          value={since ?? ''}
          onChange={({ target }) => onSince(target.value === '' ? undefined : target.value)}
          options={[
            { value: '', label: 'All that it changes' },
            ...earlier.toReversed().map(({ number, revision, messages }) => ({
              value: revision,
              label: `Since revision ${number}: ${messages.at(-1) ?? ''}`,
            })),
          ]}
        />
      </span>
      {looked !== null && since === undefined && (
        <Button small onClick={() => onSince(looked.revision)}>
          Changes since I looked
        </Button>
      )}
    </>
  );
}
