import type { Operation } from '../../platform/http/index.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { Principal } from '../principal.ts';
import { appOperations } from './apps.ts';
import { grantOperations } from './grants.ts';
import { keyOperations } from './keys.ts';
import { peopleOperations } from './people.ts';
import { roleOperations } from './roles.ts';
import { sessionOperations } from './session.ts';
import { teamOperations } from './teams.ts';

export function accessOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  return [
    sessionOperations,
    peopleOperations,
    teamOperations,
    roleOperations,
    grantOperations,
    appOperations,
    keyOperations,
  ].flatMap((make) => make(parts, libraries));
}
