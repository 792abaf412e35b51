import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { Button, IconButton } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { environmentsQuery } from '../../libraries/environments/queries.ts';
import { librariesQuery } from '../../libraries/queries.ts';
import { Choices } from './Choices.tsx';
import { ConditionBuilder } from './ConditionBuilder.tsx';
import type { Plain } from './document.ts';
import { PartyPicker } from './PartyPicker.tsx';
import { freeName, partyValue, type RuleDraft } from './rule.ts';
import { StageForm } from './StageForm.tsx';

type Props = {
  rule: RuleDraft;
  /** Rules of the organization's own library say for which libraries they are. */
  namesLibraries: boolean;
  onSet: (path: readonly (string | number)[], value: Plain | undefined) => void;
  onAddStage: (stage: Plain) => void;
  onMoveStage: (from: number, to: number) => void;
  onRemove: () => void;
};

const words = (...values: string[]) => values.map((value) => ({ value, label: value }));
const kinds = [
  { value: 'prompt', label: 'prompts' },
  { value: 'workflow', label: 'workflows' },
  { value: 'policy', label: 'policies' },
  { value: 'evaluation', label: 'evaluations' },
  { value: 'skill', label: 'skills' },
  { value: 'requirement', label: 'requirements' },
];
const orNothing = (list: string[]): string[] | undefined => (list.length === 0 ? undefined : list);
const items = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** One rule: its name, what it applies to, its stages in order, and who publishes. */
export function RuleForm({ rule, namesLibraries, onSet, onAddStage, onMoveStage, onRemove }: Props) {
  return (
    <section aria-label={`Rule ${rule.id}`} className="card flex flex-col gap-4 p-4">
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
        onBlur={({ target }) => onSet(['checks'], orNothing(items(target.value)))}
      />
    </section>
  );
}

function AppliesTo({ rule, namesLibraries, onSet }: Pick<Props, 'rule' | 'namesLibraries' | 'onSet'>) {
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const choose = (member: string) => (chosen: string[]) => onSet(['for', member], orNothing(chosen));
  return (
    <div className="flex flex-col gap-3.5 rounded-md border p-3">
      <h4 className="font-semibold">It applies to changes</h4>
      {(namesLibraries || rule.libraries.length > 0) && (
        <Choices
          label="in the libraries"
          whenEmpty="every library"
          options={libraries.map(({ name, displayName }) => ({ value: name, label: displayName }))}
          chosen={rule.libraries}
          onChange={choose('libraries')}
        />
      )}
      <Choices
        label="to the environments"
        whenEmpty="every environment"
        options={environments.map(({ name, displayName }) => ({ value: name, label: displayName }))}
        chosen={rule.environments}
        onChange={choose('environments')}
      />
      <Choices
        label="of"
        whenEmpty="every kind"
        options={kinds}
        chosen={rule.kinds}
        onChange={choose('kinds')}
      />
      <Choices
        label="of the risk"
        whenEmpty="any risk"
        options={words('low', 'medium', 'high')}
        chosen={rule.risk}
        onChange={choose('risk')}
      />
      <Field
        label="at the paths (optional)"
        placeholder="emails/**, contracts/*.prompt"
        key={rule.paths.join()}
        defaultValue={rule.paths.join(', ')}
        onBlur={({ target }) => choose('paths')(items(target.value))}
      />
      <ConditionBuilder
        when={rule.when}
        onChange={(when) => onSet(['for', 'when'], when === '' ? undefined : when)}
      />
    </div>
  );
}
