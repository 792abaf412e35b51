import { useQuery } from '@tanstack/react-query';
import { Field } from '../../design/Field.tsx';
import { environmentsQuery } from '../../libraries/environments/queries.ts';
import { librariesQuery } from '../../libraries/queries.ts';
import { Choices } from './Choices.tsx';
import { ConditionBuilder } from './ConditionBuilder.tsx';
import type { Plain } from './document.ts';
import { listFrom, orNothing, type RuleDraft } from './rule.ts';

type Props = {
  rule: RuleDraft;
  /** Rules of the organization's own library say for which libraries they are. */
  namesLibraries: boolean;
  onSet: (path: readonly (string | number)[], value: Plain | undefined) => void;
};

const words = (...values: string[]) => values.map((value) => ({ value, label: value }));
const kinds = [
  { value: 'prompt', label: 'prompts' },
  { value: 'workflow', label: 'workflows' },
  { value: 'policy', label: 'policies' },
  { value: 'evaluation', label: 'evaluations' },
  { value: 'skill', label: 'skills' },
  { value: 'requirement', label: 'requirements' },
  { value: 'classes', label: 'data classes' },
  { value: 'model', label: 'models' },
  { value: 'use-case', label: 'use cases' },
  { value: 'value-model', label: 'value models' },
];
/** Which changes a rule is about: everything that is chosen must hold. */
export function AppliesTo({ rule, namesLibraries, onSet }: Props) {
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
        onBlur={({ target }) => choose('paths')(listFrom(target.value))}
      />
      <ConditionBuilder
        when={rule.when}
        onChange={(when) => onSet(['for', 'when'], when === '' ? undefined : when)}
      />
    </div>
  );
}
