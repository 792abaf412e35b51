import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type {
  ClaimedDomain,
  GroupMapping,
  Provisioning,
  SsoConnection,
  SsoSetting,
} from '../../api/types.ts';

const one = <Answer>(name: string, path: string) =>
  queryOptions({
    queryKey: ['single-sign-on', name],
    queryFn: ({ signal }) => get<Answer>(path, signal),
  });

export const connectionsQuery = one<{ items: SsoConnection[] }>('connections', '/api/v1/sso/connections');
export const domainsQuery = one<{ items: ClaimedDomain[] }>('domains', '/api/v1/domains');
export const mappingsQuery = one<{ items: GroupMapping[] }>('mappings', '/api/v1/group-mappings');
export const settingQuery = one<SsoSetting>('setting', '/api/v1/sso/settings');
export const provisioningQuery = one<Provisioning>('provisioning', '/api/v1/scim/tokens');
