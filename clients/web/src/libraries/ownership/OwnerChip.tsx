import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg, useSession } from '../../access/session.ts';
import type { PersonRef } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { libraryQuery } from '../queries.ts';
import { OwnerDialog } from './OwnerDialog.tsx';

/** Who answers for an asset, and a way to name somebody else. */
export function OwnerChip({ library, path, owner }: { library: string; path: string; owner: PersonRef }) {
  const org = useOrg();
  const me = useSession().principal.id;
  const permissions = useQuery(libraryQuery(library)).data?.permissions;
  const [open, setOpen] = useState(false);
  const may = owner.id === me || permissions?.includes('owner.assign') !== false;
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5">
      <span className="inline-flex min-w-0 items-baseline gap-1">
        Owner:
        <Link to="/$org/people/$person" params={{ org, person: owner.id }} className="text-link min-w-0">
          <PersonName person={owner} />
        </Link>
      </span>
      <Button
        small
        look="quiet"
        aria-haspopup="dialog"
        disabledBecause={
          may
            ? null
            : `Only ${owner.displayName}, publishers of this library and administrators can name another owner.`
        }
        onClick={() => setOpen(true)}
      >
        Change owner…
      </Button>
      {open && <OwnerDialog library={library} path={path} owner={owner} onClose={() => setOpen(false)} />}
    </span>
  );
}
