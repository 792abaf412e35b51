import { useQuery } from '@tanstack/react-query';
import type { Role, Scope } from '../api/types.ts';
import { Field, Select } from '../design/Field.tsx';
import { librariesQuery } from '../libraries/queries.ts';
import { rolesQuery } from './queries.ts';

/** The built-in ones. */
export const roles = [
  'viewer',
  'contributor',
  'reviewer',
  'approver',
  'publisher',
  'responder',
  'auditor',
  'admin',
] as const satisfies readonly Role[];

type RoleProps = { value: string; onChange: (role: string) => void };

/** The built-in roles and the organization’s own, each with what it is for. */
export function RoleSelect({ value, onChange }: RoleProps) {
  const known = useQuery(rolesQuery).data?.items ?? [];
  const chosen = known.find(({ name }) => name === value);
  const options = known.map(({ name, builtIn, displayName }) => ({
    value: name,
    label: builtIn ? name : `${displayName} (${name})`,
  }));
  return (
    <Select
      label="Role"
      hint={chosen?.description}
      value={value}
      options={options.length === 0 ? [{ value, label: value }] : options}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

type ScopeProps = {
  value: Scope;
  onChange: (scope: Scope) => void;
  /** Folders and single assets too. */
  parts?: boolean;
};

/** The whole organization, one library, or with `parts` a folder or an asset in one. */
export function ScopeSelect({ value, onChange, parts = false }: ScopeProps) {
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const library = value.kind === 'organization' ? '' : value.library;
  return (
    <>
      <Select
        label="Where"
        value={library}
        options={[
          { value: '', label: 'The whole organization' },
          ...libraries.map(({ name, displayName }) => ({ value: name, label: displayName })),
        ]}
        onChange={({ target }) =>
          onChange(
            target.value === '' ? { kind: 'organization' } : { kind: 'library', library: target.value },
          )
        }
      />
      {parts && library !== '' && (
        <Field
          label="Part of it"
          value={value.kind === 'folder' ? `${value.path}/` : value.kind === 'asset' ? value.path : ''}
          placeholder="legal/ or legal/nda.prompt"
          hint="Empty for the whole library. A folder ends with a slash: it holds for everything below it. A role on a part lets people read, run, review, approve and publish what is in it, by the role; branches and history need the whole library."
          onChange={({ target }) => onChange(partOf(library, target.value))}
        />
      )}
    </>
  );
}

function partOf(library: string, text: string): Scope {
  if (text === '') return { kind: 'library', library };
  return text.endsWith('/')
    ? { kind: 'folder', library, path: text.replace(/\/+$/, '') }
    : { kind: 'asset', library, path: text };
}
