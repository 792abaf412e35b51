import { Button } from '../../design/Button.tsx';
import type { useDiffForm } from './use-diff-form.ts';

/** Side by side or inline. */
export const DiffFormSwitch = ({ form, isWide, choose }: ReturnType<typeof useDiffForm>) =>
  isWide ? (
    <fieldset className="ml-auto flex gap-1" title="Key: s">
      <legend className="sr-only">Form of the difference</legend>
      {(['side', 'inline'] as const).map((value) => (
        <Button
          key={value}
          small
          look={form === value ? 'secondary' : 'quiet'}
          aria-pressed={form === value}
          onClick={() => choose(value)}
        >
          {value === 'side' ? 'Side by side' : 'Inline'}
        </Button>
      ))}
    </fieldset>
  ) : null;
