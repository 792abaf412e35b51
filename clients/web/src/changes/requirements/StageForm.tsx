import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { IconButton } from '../../design/Button.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { DurationField } from './DurationField.tsx';
import type { Plain } from './document.ts';
import { PartyPicker } from './PartyPicker.tsx';
import { partyValue, type StageDraft } from './rule.ts';

type Props = {
  stage: StageDraft;
  /** From 1. */
  place: number;
  isLast: boolean;
  /** Sets a member of the stage, or removes it. */
  onSet: (path: readonly string[], value: Plain | undefined) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

const orNothing = (text: string): string | undefined => (text === '' ? undefined : text);

/** One stage: what it is called, how many people of which kind, from where, and how long it may take. */
export function StageForm({ stage, place, isLast, onSet, onMove, onRemove }: Props) {
  const hasLimits = [stage.stepUp, stage.validFor, stage.remind, stage.escalateAfter, stage.lapse].some(
    (text) => text !== '',
  );
  return (
    <li
      aria-label={`Stage ${place}: ${stage.name}`}
      className="bg-canvas flex flex-col gap-3 rounded-md border p-3"
    >
      <div className="flex items-end gap-1.5">
        <div className="min-w-0 flex-1">
          <Field
            label={`Stage ${place}`}
            value={stage.name}
            maxLength={60}
            onChange={({ target }) => onSet(['name'], target.value)}
          />
        </div>
        {place > 1 && (
          <IconButton
            label={`Move stage ${place} up`}
            icon={<ArrowUp size={15} aria-hidden />}
            onClick={() => onMove(-1)}
          />
        )}
        {!isLast && (
          <IconButton
            label={`Move stage ${place} down`}
            icon={<ArrowDown size={15} aria-hidden />}
            onClick={() => onMove(1)}
          />
        )}
        <IconButton
          label={`Remove stage ${place}`}
          icon={<Trash2 size={15} aria-hidden />}
          onClick={onRemove}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Select
          label="What they do"
          value={stage.kind}
          options={[
            { value: 'review', label: 'review it' },
            { value: 'approval', label: 'approve it' },
          ]}
          onChange={({ target }) => onSet(['kind'], target.value)}
        />
        <Field
          label="How many people"
          type="number"
          min={1}
          max={20}
          value={stage.need ?? ''}
          error={stage.need !== null && stage.need >= 1 ? null : 'At least one: nobody could meet less.'}
          onChange={({ target }) => onSet(['need'], target.value === '' ? '' : Number(target.value))}
        />
      </div>
      <PartyPicker
        label="Who is asked"
        whenEmpty={`Whoever may ${stage.kind === 'review' ? 'review' : 'approve'} in the library.`}
        parties={stage.from}
        onChange={(parties) => onSet(['from'], parties.length === 0 ? undefined : parties.map(partyValue))}
      />
      <details open={hasLimits || undefined}>
        <summary className="text-ink-soft hover:text-ink cursor-pointer text-xs">
          Time limits and proof of who it is
        </summary>
        <div className="mt-3 grid gap-3 sm:grid-cols-2">
          <DurationField
            label="Remind after"
            hint="Those who are asked get a reminder."
            value={stage.remind}
            onChange={(text) => onSet(['remind'], orNothing(text))}
          />
          <DurationField
            label="Lapse after"
            hint="No answer by then is a no: the change ends."
            value={stage.lapse}
            onChange={(text) => onSet(['lapse'], orNothing(text))}
          />
          <DurationField
            label="Counts for"
            hint="An older decision counts no more."
            value={stage.validFor}
            onChange={(text) => onSet(['validFor'], orNothing(text))}
          />
          <DurationField
            label="Password not older than"
            hint="Who decides proves who they are again, if their last proof is older."
            value={stage.stepUp}
            onChange={(text) => onSet(['stepUp'], orNothing(text))}
          />
          <DurationField
            label="Tell others after"
            hint="Escalation: those below are told that it waits."
            value={stage.escalateAfter}
            onChange={(text) =>
              text === ''
                ? onSet(['escalate'], undefined)
                : stage.escalateAfter === ''
                  ? onSet(['escalate'], { after: text, to: [{ role: 'admin' }] })
                  : onSet(['escalate', 'after'], text)
            }
          />
          {stage.escalateAfter !== '' && (
            <PartyPicker
              label="Whom to tell"
              whenEmpty="Nobody yet: name somebody."
              parties={stage.escalateTo}
              onChange={(parties) => onSet(['escalate', 'to'], parties.map(partyValue))}
            />
          )}
        </div>
      </details>
    </li>
  );
}
