import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post, remove } from '../../api/client.ts';
import type { Provisioning, ScimToken } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Facts, Page, Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { SecretOnce } from '../SecretOnce.tsx';
import { useHolds, useOrg } from '../session.ts';
import { Copied } from './Copied.tsx';
import { provisioningQuery } from './queries.ts';

const notAdmin = 'Only administrators can do this. Ask one of them.';
const once = 'It is shown this once. Give it to your directory; we keep only a hash of it.';

/** Whether the directory keeps people and groups up to date here, and with which tokens. */
export function ProvisioningPage() {
  const org = useOrg();
  const queryClient = useQueryClient();
  const provisioning = useQuery(provisioningQuery);
  const because = useHolds('scim_token.create') ? null : notAdmin;
  const make = useMutation({
    mutationFn: () => post<{ secret: string }>('/api/v1/scim/tokens', {}),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: provisioningQuery.queryKey }),
  });
  return (
    <Page
      title="Provisioning"
      above={
        <Link to="/$org/people/single-sign-on" params={{ org }} className="text-link">
          Single sign-on
        </Link>
      }
      below="Your directory makes, changes and switches off people and groups here, over SCIM 2.0"
      actions={
        <Button look="primary" busy={make.isPending} disabledBecause={because} onClick={() => make.mutate()}>
          New token
        </Button>
      }
    >
      <FormProblem error={make.error} />
      <Loaded query={provisioning} skeleton={<Skeleton rows={4} height={48} />}>
        {(loaded) => (
          <>
            <State provisioning={loaded} />
            <Section title="Tokens">
              {loaded.items.length === 0 ? (
                <EmptyState title="No tokens">
                  Make one and give it to your directory (Entra ID, Okta and others), together with the
                  address above. Verify the domain of your e-mail addresses first.
                </EmptyState>
              ) : (
                <ul className="card divide-y">
                  {loaded.items.map((token) => (
                    <TokenRow key={token.id} token={token} />
                  ))}
                </ul>
              )}
            </Section>
          </>
        )}
      </Loaded>
      {make.data !== undefined && (
        <SecretOnce
          name="Token"
          secret={make.data.secret}
          title="Copy the token now"
          description={once}
          onClose={() => make.reset()}
        />
      )}
    </Page>
  );
}

const State = ({ provisioning }: { provisioning: Provisioning }) => (
  <Section title="State">
    <div className="card p-4">
      <Facts
        facts={[
          ['Address', <Copied key="address" value={provisioning.baseUrl} />],
          ['People', `${provisioning.people} kept by the directory`],
          ['Groups', String(provisioning.groups)],
          [
            'Last change',
            provisioning.lastChangeAt === null ? (
              'None yet'
            ) : (
              <Time key="last" at={provisioning.lastChangeAt} />
            ),
          ],
        ]}
      />
    </div>
  </Section>
);

function TokenRow({ token }: { token: ScimToken }) {
  const queryClient = useQueryClient();
  const because = useHolds('scim_token.revoke') ? null : notAdmin;
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null);
  const path = `/api/v1/scim/tokens/${token.id}`;
  const settled = () => queryClient.invalidateQueries({ queryKey: provisioningQuery.queryKey });
  const rotate = useMutation({
    mutationFn: () => post<{ secret: string }>(`${path}/rotate`, { overlapHours: 24 }),
    onSuccess: () => settled().then(() => setAsking(null)),
  });
  const revoke = useMutation({
    mutationFn: () => remove(path),
    onSuccess: () => settled().then(() => setAsking(null)),
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 p-4">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-xs break-all">{token.prefix}…</code>
          <Status
            {...(token.good
              ? ({ word: 'Good', shape: 'check', tone: 'good' } as const)
              : ({
                  word: token.revokedAt === null ? 'Over' : 'Revoked',
                  shape: 'cross',
                  tone: 'plain',
                } as const))}
          />
        </p>
        <p className="text-ink-soft mt-1 text-xs">
          Made by {token.createdBy.displayName} <Time at={token.createdAt} />
          {token.good && token.expiresAt !== null && (
            <>
              , ends <Time at={token.expiresAt} />
            </>
          )}
        </p>
      </div>
      {token.good && (
        <div className="flex flex-wrap gap-2">
          <Button small disabledBecause={because} onClick={() => setAsking('rotate')}>
            Replace…
          </Button>
          <Button small look="danger" disabledBecause={because} onClick={() => setAsking('revoke')}>
            Revoke…
          </Button>
        </div>
      )}
      {asking === 'rotate' && (
        <Confirm
          title="Replace the token?"
          act="Replace it"
          danger={false}
          busy={rotate.isPending}
          error={rotate.error}
          onConfirm={() => rotate.mutate()}
          onClose={() => setAsking(null)}
        >
          <p>
            A new token is made and shown once. For a day both are good, so that your directory never stands
            without.
          </p>
        </Confirm>
      )}
      {asking === 'revoke' && (
        <Confirm
          title="Revoke the token?"
          act="Revoke it"
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate()}
          onClose={() => setAsking(null)}
        >
          <p>
            From the next request on it opens nothing: your directory can no longer switch people off here.
            People and groups stay as they are. A revoked token cannot come back; make a new one.
          </p>
        </Confirm>
      )}
      {rotate.data !== undefined && (
        <SecretOnce
          name="Token"
          secret={rotate.data.secret}
          title="Copy the new token now"
          description={once}
          onClose={() => rotate.reset()}
        />
      )}
    </li>
  );
}
