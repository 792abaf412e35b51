import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHolds, useOrg } from '../../access/session.ts';
import type { Webhook } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { webhookLook } from './looks.ts';
import { webhooksQuery } from './queries.ts';
import { WebhookDialog } from './WebhookDialog.tsx';

/** Where programs are told of what happens. */
export function WebhooksPage() {
  const org = useOrg();
  const mayMake = useHolds('webhook.create');
  const [making, setMaking] = useState(false);
  const webhooks = useQuery(webhooksQuery);
  const hosts = webhooks.data?.hosts ?? [];
  const why = !mayMake
    ? 'Only an admin may make webhooks.'
    : hosts.length === 0 && webhooks.data !== undefined
      ? 'This server sends webhooks nowhere yet: whoever runs it lists hosts in COUNTERSIGN_WEBHOOK_HOSTS.'
      : null;
  return (
    <Page
      title="Webhooks"
      above={
        <Link to="/$org/notice-settings" params={{ org }} className="text-link">
          Notices by e-mail
        </Link>
      }
      below="A signed request to your own program for each event, with ids and links and no content"
      actions={
        <Button look="primary" disabledBecause={why} onClick={() => setMaking(true)}>
          New webhook
        </Button>
      }
    >
      <Loaded query={webhooks} skeleton={<Skeleton rows={3} height={48} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No webhooks">
              {why ??
                'Make one, and a chat, a ticket system or a pipeline of yours learns of changes as they happen.'}
            </EmptyState>
          ) : (
            <WebhookTable webhooks={items} />
          )
        }
      </Loaded>
      {making && <WebhookDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}

function WebhookTable({ webhooks }: { webhooks: readonly Webhook[] }) {
  const org = useOrg();
  const columns: readonly Column<Webhook>[] = [
    {
      name: 'Webhook',
      width: 'minmax(0,1fr)',
      cell: (webhook) => (
        <>
          <RowLink to="/$org/webhooks/$webhook" params={{ org, webhook: webhook.id }}>
            {webhook.description === '' ? webhook.url : webhook.description}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">{webhook.url}</span>
          <span className="mt-1 block sm:hidden">
            <Status {...webhookLook(webhook)} />
          </span>
        </>
      ),
    },
    {
      name: 'Told of',
      width: '7rem',
      from: 'md',
      cell: ({ kinds }) => `${kinds.length} ${kinds.length === 1 ? 'kind' : 'kinds'}`,
    },
    { name: 'State', width: '12rem', from: 'sm', cell: (webhook) => <Status {...webhookLook(webhook)} /> },
  ];
  return <Table label="Webhooks" columns={columns} rows={webhooks} rowKey={({ id }) => id} />;
}
