import type { Operation } from '../../platform/http/index.ts';
import type { LibraryDirectory } from '../parts.ts';
import type { Principal } from '../principal.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { accountOperations } from './account.ts';
import { appOperations } from './apps.ts';
import { consentOperations } from './consents.ts';
import { explainOperations } from './explain.ts';
import { grantOperations } from './grants.ts';
import { keyOperations } from './keys.ts';
import { peopleOperations } from './people.ts';
import { reviewOperations } from './review.ts';
import { roleOperations } from './roles.ts';
import { sessionOperations } from './session.ts';
import { sessionsOperations } from './sessions.ts';
import { signInOperations } from './sign-in.ts';
import { teamOperations } from './teams.ts';

export function accessOperations(
  parts: SignInParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  return [
    sessionOperations,
    sessionsOperations,
    accountOperations,
    signInOperations,
    peopleOperations,
    teamOperations,
    roleOperations,
    grantOperations,
    explainOperations,
    reviewOperations,
    appOperations,
    keyOperations,
    consentOperations,
  ].flatMap((make) => make(parts, libraries));
}
