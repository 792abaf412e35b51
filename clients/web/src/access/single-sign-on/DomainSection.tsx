import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove, segment } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { ClaimedDomain } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Field } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { useHolds } from '../session.ts';
import { Copied } from './Copied.tsx';
import { domainsQuery } from './queries.ts';

const notAdmin = 'Only administrators can do this. Ask one of them.';

function lookOf({ counts, verifiedBy }: ClaimedDomain) {
  if (verifiedBy === null) return { word: 'Not verified', shape: 'ring', tone: 'warn' } as const;
  if (!counts) return { word: 'Proven by another organization', shape: 'cross', tone: 'bad' } as const;
  return verifiedBy === 'dns'
    ? ({ word: 'Verified', shape: 'check', tone: 'good' } as const)
    : ({ word: 'On an admin’s word', shape: 'half', tone: 'accent' } as const);
}

/** Whose addresses may come in: only those of domains that are the organization's. */
export function DomainSection() {
  const domains = useQuery(domainsQuery);
  return (
    <Section title="Domains">
      <Loaded query={domains} skeleton={<Skeleton rows={2} height={56} />}>
        {({ items }) => (
          <div className="card divide-y">
            {items.map((domain) => (
              <DomainRow key={domain.name} domain={domain} />
            ))}
            <Claim empty={items.length === 0} />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Claim({ empty }: { empty: boolean }) {
  const queryClient = useQueryClient();
  const may = useHolds('domain.create');
  const [name, setName] = useState('');
  const claim = useMutation({
    mutationFn: () => post('/api/v1/domains', { name }),
    onSuccess: async () => {
      setName('');
      await queryClient.invalidateQueries({ queryKey: domainsQuery.queryKey });
    },
  });
  return (
    <form
      className="flex flex-col gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        claim.mutate();
      }}
    >
      {empty && (
        <p className="text-ink-soft leading-relaxed">
          Nobody can come in by single sign-on before a domain of their e-mail addresses is verified here.
        </p>
      )}
      <FormProblem error={claim.error} />
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-64 max-w-full">
          <Field
            label="Domain of your e-mail addresses"
            placeholder="example.com"
            required
            maxLength={260}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </div>
        <Button type="submit" busy={claim.isPending} disabledBecause={may ? null : notAdmin}>
          Add the domain
        </Button>
      </div>
    </form>
  );
}

function DomainRow({ domain }: { domain: ClaimedDomain }) {
  const queryClient = useQueryClient();
  const may = useHolds('domain.verify');
  const [asking, setAsking] = useState<'override' | 'delete' | null>(null);
  const [reason, setReason] = useState('');
  const path = `/api/v1/domains/${segment(domain.name)}`;
  const settled = () => queryClient.invalidateQueries({ queryKey: domainsQuery.queryKey });
  const done = () => settled().then(() => setAsking(null));
  const verify = useMutation({
    mutationFn: () => post(`${path}/verify`, {}),
    onSuccess: () => showToast({ text: `${domain.name} is verified.`, tone: 'good' }),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: settled,
  });
  const override = useMutation({ mutationFn: () => post(`${path}/override`, { reason }), onSuccess: done });
  const drop = useMutation({ mutationFn: () => remove(path), onSuccess: done });
  const because = may ? null : notAdmin;
  return (
    <div className="p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {domain.name} <Status {...lookOf(domain)} />
        </p>
        <div className="flex flex-wrap gap-2">
          {domain.verifiedBy !== 'dns' && (
            <Button
              small
              look="primary"
              busy={verify.isPending}
              disabledBecause={because}
              onClick={() => verify.mutate()}
            >
              Look for the record
            </Button>
          )}
          {domain.verifiedBy === null && (
            <Button small disabledBecause={because} onClick={() => setAsking('override')}>
              Without a record…
            </Button>
          )}
          <Button small look="quiet" disabledBecause={because} onClick={() => setAsking('delete')}>
            Give up…
          </Button>
        </div>
      </div>
      {domain.verifiedBy !== 'dns' && (
        <dl className="text-ink-soft mt-3 grid gap-x-5 gap-y-1.5 text-xs sm:grid-cols-[auto_1fr]">
          <dt>TXT record</dt>
          <dd className="min-w-0">
            <Copied value={domain.record.name} />
          </dd>
          <dt>with the value</dt>
          <dd className="min-w-0">
            <Copied value={domain.record.value} />
          </dd>
        </dl>
      )}
      {asking === 'override' && (
        <Confirm
          title={`Let ${domain.name} count without a record?`}
          act="Let it count"
          danger={false}
          busy={override.isPending}
          error={override.error}
          onConfirm={() => override.mutate()}
          onClose={() => setAsking(null)}
        >
          <p>
            People with addresses of {domain.name} can then come in here by single sign-on and provisioning.
            It counts in this organization only, and ends when another organization proves the domain. Where
            there are other organizations, the sign-in page does not find your provider by such an address.
            The ledger says that you said so.
          </p>
          <Field
            label="Why"
            required
            maxLength={1000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </Confirm>
      )}
      {asking === 'delete' && (
        <Confirm
          title={`Give up ${domain.name}?`}
          act="Give it up"
          busy={drop.isPending}
          error={drop.error}
          onConfirm={() => drop.mutate()}
          onClose={() => setAsking(null)}
        >
          <p>
            Nobody new comes in with an address of {domain.name}. Whoever has come in before is known, and
            goes on. You can add it again, with another record.
          </p>
        </Confirm>
      )}
    </div>
  );
}
