import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { Webhook } from '../../api/types.ts';
import { Facts, Page, Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { DeliveryList } from './DeliveryList.tsx';
import { webhookLook } from './looks.ts';
import { webhooksQuery } from './queries.ts';
import { WebhookActions } from './WebhookActions.tsx';

const route = getRouteApi('/$org/webhooks/$webhook');

/** One webhook: whether it works, and everything that was sent to it. */
export function WebhookPage() {
  const { webhook: id } = route.useParams();
  const webhooks = useQuery(webhooksQuery);
  return (
    <Loaded query={webhooks} skeleton={<Skeleton rows={6} height={48} />}>
      {({ items }) => {
        const webhook = items.find((one) => one.id === id);
        return webhook === undefined ? <Gone /> : <Known webhook={webhook} />;
      }}
    </Loaded>
  );
}

function Above() {
  const org = useOrg();
  return (
    <Link to="/$org/webhooks" params={{ org }} className="text-link">
      Webhooks
    </Link>
  );
}

const Gone = () => (
  <Page title="Webhook" above={<Above />}>
    <EmptyState title="There is no such webhook">It was deleted, or the address has a slip in it.</EmptyState>
  </Page>
);

const Known = ({ webhook }: { webhook: Webhook }) => (
  <Page
    title={webhook.description === '' ? webhook.url : webhook.description}
    above={<Above />}
    below={<Status {...webhookLook(webhook)} />}
    actions={<WebhookActions webhook={webhook} />}
  >
    {webhook.disabledReason !== null && (
      <p className="border-bad bg-bad-soft text-bad mb-6 rounded-md border px-3 py-2 leading-relaxed">
        {webhook.disabledReason} Mend the receiver, then switch the webhook on again.
      </p>
    )}
    <Section title="What it is">
      <Facts
        facts={[
          [
            'Address',
            <code key="url" className="font-mono break-all">
              {webhook.url}
            </code>,
          ],
          ['Told of', webhook.kinds.join(', ')],
          ['Made by', <PersonName key="by" person={webhook.createdBy} />],
          ['Made', <Time key="at" at={webhook.createdAt} />],
          ...(webhook.previousUntil !== null && new Date(webhook.previousUntil) > new Date()
            ? ([
                [
                  'Old secret',
                  <span key="until">
                    signs too until <Time at={webhook.previousUntil} exact="minute" />
                  </span>,
                ],
              ] as const)
            : []),
        ]}
      />
    </Section>
    <Section title="Deliveries">
      <DeliveryList webhook={webhook} />
    </Section>
  </Page>
);
