import { useQuery } from '@tanstack/react-query';
import { appsQuery, keysQuery, peopleQuery, teamsQuery } from '../../access/queries.ts';
import type { BudgetScope } from '../../api/types.ts';
import { Field, type Option, Select } from '../../design/Field.tsx';
import { librariesQuery } from '../../libraries/queries.ts';
import { scopeWords } from './budget.ts';

interface Props {
  readonly scope: BudgetScope;
  readonly value: string;
  readonly onChange: (target: string) => void;
}

/** What a budget is for: chosen where there is a list, typed where there is none. */
export function TargetField({ scope, value, onChange }: Props) {
  const options = useTargets(scope);
  if (scope === 'organization') return null;
  if (scope === 'use_case' || scope === 'model')
    return (
      <Field
        label={scope === 'model' ? 'Model' : 'Use case'}
        required
        placeholder={scope === 'model' ? 'gpt-4o-mini' : 'customer-support'}
        hint="Exactly as calls name it"
        maxLength={200}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  return (
    <Select
      label="Which"
      required
      value={value}
      options={[
        { value: '', label: options === undefined ? 'Looking them up …' : `Choose ${scopeWords[scope]}` },
        ...(options ?? []),
      ]}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** What there is of a kind; undefined while it is looked up. Only the list that is needed is asked for. */
function useTargets(scope: BudgetScope): readonly Option[] | undefined {
  const teams = useQuery({ ...teamsQuery, enabled: scope === 'team' }).data?.items;
  const people = useQuery({ ...peopleQuery, enabled: scope === 'person' }).data?.items;
  const apps = useQuery({ ...appsQuery, enabled: scope === 'app' }).data?.items;
  const keys = useQuery({ ...keysQuery, enabled: scope === 'key' }).data?.items;
  const libraries = useQuery({ ...librariesQuery, enabled: scope === 'library' }).data?.items;
  switch (scope) {
    case 'team':
      return teams?.map(({ id, displayName }) => ({ value: id, label: displayName }));
    case 'person':
      return people?.flatMap(({ id, displayName, active }) =>
        active ? [{ value: id, label: displayName }] : [],
      );
    case 'app':
      return apps?.map(({ id, displayName }) => ({ value: id, label: displayName }));
    case 'key':
      return keys?.flatMap(({ id, displayName, prefix, revokedAt }) =>
        revokedAt ? [] : [{ value: id, label: `${displayName} (${prefix}…)` }],
      );
    case 'library':
      return libraries?.map(({ name, displayName }) => ({ value: name, label: displayName }));
    default:
      return [];
  }
}
