import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { RoleItem } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Section } from '../../design/Page.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { rolesQuery } from '../queries.ts';
import { useHolds } from '../session.ts';
import { onlyAdmins } from '../teams/team.ts';
import { RetireRoleDialog } from './RetireRoleDialog.tsx';
import { RoleDialog } from './RoleDialog.tsx';
import { RoleMatrix } from './RoleMatrix.tsx';

type Open = { kind: 'new' } | { kind: 'edit' | 'retire'; role: RoleItem };

/** The organization's own roles, and what every role holds, side by side. */
export function RolesTab() {
  const roles = useQuery(rolesQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const createBecause = useHolds('role.create') ? null : onlyAdmins;
  const updateBecause = useHolds('role.update') ? null : onlyAdmins;
  const retireBecause = useHolds('role.retire') ? null : onlyAdmins;
  const close = () => setOpen(null);
  const make = (
    <Button
      small
      icon={<Plus size={14} aria-hidden />}
      disabledBecause={createBecause}
      onClick={() => setOpen({ kind: 'new' })}
    >
      Make a role
    </Button>
  );
  return (
    <Loaded query={roles}>
      {(list) => {
        const own = list.items.filter(({ builtIn }) => !builtIn);
        return (
          <>
            <Section title="Roles of your own" aside={make}>
              {own.length === 0 ? (
                <EmptyState title="None yet">
                  The built-in roles below are enough for many. Make one of your own when somebody should hold
                  a part of one, or parts of several.
                </EmptyState>
              ) : (
                <ul className="card divide-y">
                  {own.map((role) => (
                    <li key={role.name} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                      <div className="min-w-0 flex-1 basis-56">
                        <p className="font-medium">{role.displayName}</p>
                        <p className="text-ink-soft text-xs">
                          <code className="font-mono">{role.name}</code>
                          {` · ${role.permissions.length} permissions`}
                          {role.description !== '' && ` · ${role.description}`}
                        </p>
                      </div>
                      <div className="flex gap-2">
                        <Button
                          small
                          disabledBecause={updateBecause}
                          onClick={() => setOpen({ kind: 'edit', role })}
                        >
                          Edit<span className="sr-only">{` ${role.displayName}`}</span>
                        </Button>
                        <Button
                          small
                          look="danger"
                          disabledBecause={retireBecause}
                          onClick={() => setOpen({ kind: 'retire', role })}
                        >
                          Retire<span className="sr-only">{` ${role.displayName}`}</span>
                        </Button>
                      </div>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
            <Section title="What each role holds">
              <RoleMatrix list={list} />
            </Section>
            {open?.kind === 'new' && <RoleDialog list={list} onClose={close} />}
            {open?.kind === 'edit' && <RoleDialog list={list} edited={open.role} onClose={close} />}
            {open?.kind === 'retire' && <RetireRoleDialog role={open.role} onClose={close} />}
          </>
        );
      }}
    </Loaded>
  );
}
