import { post } from '../../api/client.ts';
import type { Library } from '../../api/types.ts';

/** The organization's own library: what is written there holds for others. Only administrators may make it. */
export const policyLibrary = 'policy';

export const makePolicyLibrary = (): Promise<Library> =>
  post<Library>('/api/v1/libraries', {
    name: policyLibrary,
    displayName: 'Policy',
    description: 'What the organization asks of every library',
  });
