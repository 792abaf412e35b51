import type { ReactNode } from 'react';
import { useHolds, useOrg } from '../../access/session.ts';
import type { Notice } from '../../api/types.ts';
import { RowLink } from '../../design/RowLink.tsx';

type Props = { notice: Notice; className: string; group: string; onOpen: () => void; children: ReactNode };

/** Leads to what a notice is about: a change, a file, a webhook, or else the entry for those who may read it. */
export function NoticeLink({ notice, group, ...rest }: Props) {
  const org = useOrg();
  const readsLedger = useHolds('entry.read');
  const { change, library, path, subject, entry } = notice;
  const { children, className, onOpen } = rest;
  const row = { className, 'data-notices': group, onClick: onOpen };
  if (change !== null)
    return (
      <RowLink to="/$org/changes/$change" params={{ org, change: change.id }} {...row}>
        {children}
      </RowLink>
    );
  if (subject?.startsWith('bud_') === true)
    return (
      <RowLink to="/$org/policy/budgets" params={{ org }} {...row}>
        {children}
      </RowLink>
    );
  if (notice.kind === 'model_retires' && subject !== null)
    return (
      <RowLink to="/$org/policy/models/$model" params={{ org, model: subject }} {...row}>
        {children}
      </RowLink>
    );
  if (subject?.startsWith('rcl_') === true)
    return (
      <RowLink to="/$org/changes/recalls" params={{ org }} {...row}>
        {children}
      </RowLink>
    );
  if (subject?.startsWith('dri_') === true)
    return (
      <RowLink to="/$org/intelligence/quality" params={{ org }} {...row}>
        {children}
      </RowLink>
    );
  if (library !== null && path?.endsWith('.prompt') === true)
    return (
      <RowLink
        to="/$org/libraries/$library/prompts/$"
        params={{ org, library, _splat: path.slice(0, -'.prompt'.length) }}
        {...row}
      >
        {children}
      </RowLink>
    );
  if (library !== null && path !== null)
    return (
      <RowLink to="/$org/libraries/$library/assets/$" params={{ org, library, _splat: path }} {...row}>
        {children}
      </RowLink>
    );
  if (subject?.startsWith('whk_') === true)
    return (
      <RowLink to="/$org/webhooks/$webhook" params={{ org, webhook: subject }} {...row}>
        {children}
      </RowLink>
    );
  if (readsLedger)
    return (
      <RowLink to="/$org/ledger/$entry" params={{ org, entry }} {...row}>
        {children}
      </RowLink>
    );
  return (
    <RowLink to="/$org/inbox" params={{ org }} search={{ tab: 'notices' }} {...row}>
      {children}
    </RowLink>
  );
}
