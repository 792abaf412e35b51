import { useQuery } from '@tanstack/react-query';
import type { Role, Scope } from '../api/types.ts';
import { Select } from '../design/Field.tsx';
import { librariesQuery } from '../libraries/queries.ts';
import { oneOf } from '../shell/search.ts';

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

const meanings: Record<Role, string> = {
  viewer: 'Reads and runs what is published.',
  contributor: 'Makes branches and proposes changes.',
  reviewer: 'Reviews changes.',
  approver: 'Approves changes of others.',
  publisher: 'Publishes what is approved, and rolls back.',
  responder: 'May break glass: publish in an emergency, for hours, under review.',
  auditor: 'Reads everything, the ledger included; changes nothing.',
  admin: 'People and settings. Not exempt from separation of duties.',
};

export const RoleSelect = ({ value, onChange }: { value: Role; onChange: (role: Role) => void }) => (
  <Select
    label="Role"
    hint={meanings[value]}
    value={value}
    options={roles.map((role) => ({ value: role, label: role }))}
    onChange={(event) => onChange(oneOf(event.target.value, roles) ?? 'viewer')}
  />
);

/** The whole organization, or one library. */
export function ScopeSelect({ value, onChange }: { value: Scope; onChange: (scope: Scope) => void }) {
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  return (
    <Select
      label="Where"
      value={value.kind === 'library' ? value.library : ''}
      options={[
        { value: '', label: 'The whole organization' },
        ...libraries.map(({ name, displayName }) => ({ value: name, label: displayName })),
      ]}
      onChange={({ target }) =>
        onChange(target.value === '' ? { kind: 'organization' } : { kind: 'library', library: target.value })
      }
    />
  );
}
