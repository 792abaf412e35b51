import { useQuery } from '@tanstack/react-query';
import { peopleQuery } from '../../access/queries.ts';
import { Select } from '../../design/Field.tsx';

type Props = {
  label: string;
  /** Whoever cannot be chosen: it is theirs now. */
  except: string;
  value: string;
  onChange: (person: string) => void;
  hint: string;
  /** What choosing nobody means, where one may. */
  nobody?: string;
};

/** A choice among the active people. */
export function SuccessorSelect({ label, except, value, onChange, hint, nobody }: Props) {
  const people = useQuery(peopleQuery);
  const fit = people.data?.items.filter(({ id, active }) => active && id !== except) ?? [];
  return (
    <Select
      label={label}
      hint={hint}
      error={people.isError ? 'The people could not be loaded. Close this and try again.' : null}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      options={[
        { value: '', label: people.isPending ? 'Loading…' : (nobody ?? 'Choose a person') },
        ...fit.map(({ id, displayName, email }) => ({ value: id, label: `${displayName} (${email})` })),
      ]}
    />
  );
}
