import { queryOptions } from '@tanstack/react-query';
import { get, withQuery } from '../../api/client.ts';
import type { Account, Consent, List, SignedIn, SignInRule } from '../../api/types.ts';

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => get<Account>('/api/v1/account', signal),
});
/** One's own without a person. */
export const sessionsQuery = (person?: string) =>
  queryOptions({
    queryKey: ['sessions', person ?? 'own'],
    queryFn: ({ signal }) =>
      get<List<SignedIn>>(withQuery('/api/v1/sessions', { person, limit: 200 }), signal),
  });
export const consentsQuery = queryOptions({
  queryKey: ['consents'],
  queryFn: ({ signal }) => get<List<Consent>>('/api/v1/consents?limit=200', signal),
});
export const signInRuleQuery = queryOptions({
  queryKey: ['sign-in-rule'],
  queryFn: ({ signal }) => get<SignInRule>('/api/v1/sign-in-rule', signal),
});
