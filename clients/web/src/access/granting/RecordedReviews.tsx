import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get, post, segment } from '../../api/client.ts';
import type { AccessReview, RecordedReview } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { TextArea } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { EmptyState, FormProblem, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { recordedReviewsQuery } from '../queries.ts';
import { useHolds, useOrg } from '../session.ts';
import { onlyAdmins } from '../teams/team.ts';

/** Says that one has looked, and shows who has before, each to keep as a file. */
export function RecordedReviews({ review }: { review: AccessReview }) {
  const recorded = useQuery(recordedReviewsQuery);
  return (
    <Section title="Reviews">
      <Record review={review} />
      <Loaded query={recorded}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="Nobody has recorded a review yet">
              Auditors ask for one each quarter: who looked over these grants, when, and what they found.
            </EmptyState>
          ) : (
            <ul className="card divide-y">
              {items.map((one) => (
                <Recorded key={one.id} review={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Record({ review: { digest, items } }: { review: AccessReview }) {
  const queryClient = useQueryClient();
  const [findings, setFindings] = useState('');
  const because = useHolds('access_review.create') ? null : onlyAdmins;
  const record = useMutation({
    mutationFn: () => post('/api/v1/access-reviews', { digest, findings }),
    onSuccess: async () => {
      setFindings('');
      await queryClient.invalidateQueries({ queryKey: ['access-reviews'] });
      showToast({ text: 'The review is in the ledger.', tone: 'good' });
    },
  });
  return (
    <form
      className="card mb-4 flex flex-col gap-3 px-5 py-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!record.isPending) record.mutate();
      }}
    >
      <TextArea
        label="What did you find?"
        required
        maxLength={10_000}
        hint={`Recorded with your name, the time and a digest of these ${items.length} grants. The words stay beside the ledger, which commits to them.`}
        value={findings}
        onChange={(event) => setFindings(event.target.value)}
      />
      <FormProblem error={record.error} />
      <div>
        <Button
          type="submit"
          busy={record.isPending}
          disabledBecause={because ?? (findings.trim() === '' ? 'Say what you found first.' : null)}
        >
          Record that I looked it over
        </Button>
      </div>
    </form>
  );
}

function Recorded({ review: { id, entry, by, at, grants, findings } }: { review: RecordedReview }) {
  const org = useOrg();
  const keep = useMutation({
    mutationFn: async () => {
      const whole = await get<unknown>(`/api/v1/access-reviews/${segment(id)}`);
      const address = URL.createObjectURL(
        new Blob([`${JSON.stringify(whole, null, 2)}\n`], { type: 'application/json' }),
      );
      const link = document.createElement('a');
      link.href = address;
      link.download = `access-review-${at.slice(0, 10)}.json`;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  return (
    <li className="px-5 py-4">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{by.displayName}</span>
        <span className="text-ink-soft">
          looked over {grants} grants <Time at={at} />
        </span>
        <span className="ml-auto flex gap-3 text-sm">
          <Link to="/$org/ledger/$entry" params={{ org, entry }} className="text-link">
            Entry
          </Link>
          <button type="button" className="text-link" onClick={() => keep.mutate()}>
            Download
          </button>
        </span>
      </p>
      <p className="mt-1 max-w-prose leading-relaxed whitespace-pre-line">{findings}</p>
      <FormProblem error={keep.error} />
    </li>
  );
}
