import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { AppliesTo } from './AppliesTo.tsx';
import type { Plain } from './document.ts';
import { PartyPicker } from './PartyPicker.tsx';
import { freeName, listFrom, orNothing, partyValue, type RuleDraft, ruleWords } from './rule.ts';
import { StageForm } from './StageForm.tsx';

type Props = {
  rule: RuleDraft;
  /** Rules of the organization's own library say for which libraries they are. */
  namesLibraries: boolean;
  onSet: (path: readonly (string | number)[], value: Plain | undefined) => void;
  onAddStage: (stage: Plain) => void;
  onMoveStage: (from: number, to: number) => void;
  onRemove: () => void;
  startsOpen: boolean;
};

/** One rule: its name, what it applies to, its stages in order, and who publishes. */
export function RuleForm(props: Props) {
  const { rule } = props;
  // Where it begins only: what somebody folds stays as they leave it.
  const [startsOpen] = useState(props.startsOpen);
  return (
    <details aria-label={`Rule ${rule.id}`} open={startsOpen || undefined} className="card group">
      <summary className="cursor-pointer rounded-lg px-4 py-3 leading-snug">
        <span className="font-semibold">{rule.id === '' ? 'a rule without a name' : rule.id}</span>
        <span className="text-ink-soft ml-2 wrap-anywhere">{ruleWords(rule)}</span>
      </summary>
      <RuleFields {...props} />
    </details>
  );
}

function RuleFields({ rule, namesLibraries, onSet, onAddStage, onMoveStage, onRemove }: Props) {
  return (
    <div className="flex flex-col gap-4 border-t p-4">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Field
            label="Rule"
            value={rule.id}
            maxLength={100}
            onChange={({ target }) =>
              onSet(['id'], target.value.toLowerCase().replace(/[^a-z0-9._-]+/g, '-'))
            }
          />
        </div>
        <IconButton
          label={`Remove the rule ${rule.id}`}
          icon={<Trash2 size={15} aria-hidden />}
          onClick={onRemove}
        />
      </div>
      <Field
        label="What it is for (optional)"
        value={rule.description}
        maxLength={500}
        placeholder="Legal looks at everything that is about people"
        onChange={({ target }) => onSet(['description'], target.value === '' ? undefined : target.value)}
      />
      <AppliesTo rule={rule} namesLibraries={namesLibraries} onSet={onSet} />
      <h4 className="font-semibold">Stages, in order</h4>
      <ol className="-mt-2 flex flex-col gap-2">
        {rule.stages.map((stage, at) => (
          <StageForm
            // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place while its name is typed
            key={at}
            stage={stage}
            place={at + 1}
            isLast={at === rule.stages.length - 1}
            onSet={(path, value) => onSet(['stages', at, ...path], value)}
            onMove={(by) => onMoveStage(at, at + by)}
            onRemove={() => onSet(['stages', at], undefined)}
          />
        ))}
      </ol>
      <div className="-mt-2">
        <Button
          small
          icon={<Plus size={14} aria-hidden />}
          onClick={() =>
            onAddStage({
              name: freeName(
                'approval',
                rule.stages.map(({ name }) => name),
              ),
              kind: 'approval',
              need: 1,
            })
          }
        >
          Add a stage
        </Button>
      </div>
      <PartyPicker
        label="Who publishes"
        whenEmpty="Every publisher of the library."
        parties={rule.publish}
        onChange={(parties) =>
          onSet(['publish', 'from'], parties.length === 0 ? undefined : parties.map(partyValue))
        }
      />
      <Field
        label="Further checks that must have passed (optional)"
        hint="Names, with commas between them. Those that every change has are not named here."
        placeholder="evaluations"
        key={rule.checks.join()}
        defaultValue={rule.checks.join(', ')}
        onBlur={({ target }) => onSet(['checks'], orNothing(listFrom(target.value)))}
      />
    </div>
  );
}
