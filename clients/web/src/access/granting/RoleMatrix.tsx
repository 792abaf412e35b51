import { Check } from 'lucide-react';
import { useState } from 'react';
import type { RoleItem, RoleList } from '../../api/types.ts';
import { Field } from '../../design/Field.tsx';
import { EmptyState } from '../../design/states.tsx';
import { grouped, type PermissionGroup, worded } from './permissions.ts';

/** Permissions down, roles across. Wide by nature: it scrolls in itself, with the names of both kept in view. */
export function RoleMatrix({ list }: { list: RoleList }) {
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase().replaceAll(' ', '_');
  const groups = grouped(list.permissions.filter(({ name }) => name.includes(wanted)));
  return (
    <>
      <div className="mb-3 max-w-sm">
        <Field
          label="Find a permission"
          type="search"
          placeholder="change.approve"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {groups.length === 0 ? (
        <EmptyState title="No permission is called so">Look for a thing, such as “recall”.</EmptyState>
      ) : (
        <section
          aria-label="Roles and their permissions"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="card relative max-h-[70vh] overflow-auto"
        >
          <table className="w-full border-separate border-spacing-0 text-sm">
            <thead>
              <tr>
                <th
                  scope="col"
                  className="bg-sunken sticky top-0 left-0 z-20 border-b px-4 py-2 text-left text-xs font-medium"
                >
                  Permission
                </th>
                {list.items.map(({ name }) => (
                  <th
                    key={name}
                    scope="col"
                    className="bg-sunken sticky top-0 z-10 border-b px-2 py-2 text-center text-xs font-medium whitespace-nowrap"
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map((group) => (
              <Group key={group.noun} group={group} roles={list.items} />
            ))}
          </table>
        </section>
      )}
    </>
  );
}

const Group = ({ group: { noun, names }, roles }: { group: PermissionGroup; roles: readonly RoleItem[] }) => (
  <tbody>
    <tr>
      <th
        scope="rowgroup"
        colSpan={roles.length + 1}
        className="bg-surface border-b px-4 pt-4 pb-1 text-left font-semibold"
      >
        <span className="sticky left-4 inline-block first-letter:uppercase">{worded(noun)}</span>
      </th>
    </tr>
    {names.map((name) => (
      <tr key={name}>
        <th
          scope="row"
          className="bg-surface sticky left-0 z-10 border-b px-4 py-1.5 text-left font-mono text-xs font-normal whitespace-nowrap"
        >
          {name}
        </th>
        {roles.map((role) => (
          <td key={role.name} className="border-b px-2 py-1.5 text-center">
            {role.permissions.includes(name) ? (
              <>
                <Check size={15} aria-hidden className="text-good inline" />
                <span className="sr-only">yes</span>
              </>
            ) : (
              <span className="text-ink-faint" aria-hidden>
                ·
              </span>
            )}
          </td>
        ))}
      </tr>
    ))}
  </tbody>
);
