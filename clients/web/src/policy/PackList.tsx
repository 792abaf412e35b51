import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useOrg, useSession } from '../access/session.ts';
import type { PolicyPack } from '../api/types.ts';
import { makePolicyLibrary, policyLibrary } from '../changes/requirements/policy-library.ts';
import { Button } from '../design/Button.tsx';
import { FormProblem, Loaded, Skeleton } from '../design/states.tsx';
import { librariesQuery } from '../libraries/queries.ts';
import { proposeFiles } from './propose-files.ts';
import { packsQuery, policyQuery } from './queries.ts';

/** Rules to start with; one click proposes a pack as a change. */
export function PackList() {
  const packs = useQuery(packsQuery);
  return (
    <Loaded query={packs} skeleton={<Skeleton rows={2} height={110} />}>
      {({ items }) => (
        <ul className="grid grid-cols-1 gap-3 md:grid-cols-2">
          {items.map((pack) => (
            <Pack key={pack.id} pack={pack} />
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function Pack({ pack }: { pack: PolicyPack }) {
  const org = useOrg();
  const navigate = useNavigate();
  const policy = useQuery(policyQuery).data;
  const { exists, notBecause } = useMayProposePolicy();
  const inForce = policy?.rules.some(({ file }) => pack.files.some(({ path }) => path === file)) === true;
  const propose = useMutation({
    mutationFn: async () => {
      if (!exists) await makePolicyLibrary();
      const change = await proposeFiles(policyLibrary, { ...pack, name: `Policy: ${pack.name}` });
      await navigate({ to: '/$org/changes/$change', params: { org, change } });
    },
  });
  return (
    <li className="card flex flex-col gap-2 p-4">
      <h3 className="font-semibold">{pack.name}</h3>
      <p className="text-ink-soft grow leading-relaxed">{pack.description}</p>
      <FormProblem error={propose.error} />
      <div>
        <Button
          small
          aria-label={`Propose ${pack.name}`}
          busy={propose.isPending}
          disabledBecause={inForce ? 'Its rules are in force already.' : notBecause}
          onClick={() => propose.mutate()}
        >
          Propose
        </Button>
      </div>
    </li>
  );
}

/** Whether one may propose rules, and whether the library for them is there yet. */
export function useMayProposePolicy(): { exists: boolean; notBecause: string | null } {
  const session = useSession();
  const libraries = useQuery(librariesQuery).data?.items;
  const isAdmin = session.grants.some(({ role, scope }) => role === 'admin' && scope.kind === 'organization');
  if (libraries === undefined) return { exists: true, notBecause: 'Looking up what you may do …' };
  const library = libraries.find(({ name }) => name === policyLibrary);
  if (library === undefined)
    return {
      exists: false,
      notBecause: isAdmin ? null : 'There is no library policy yet. Ask an administrator to make it.',
    };
  const may = library.permissions.includes('commit.create');
  return {
    exists: true,
    notBecause: may ? null : 'You may not write in the library policy. Ask an administrator for a role.',
  };
}
