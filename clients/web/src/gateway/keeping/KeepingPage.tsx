import { useHolds } from '../../access/session.ts';
import { Page } from '../../design/Page.tsx';
import { EmptyState } from '../../design/states.tsx';
import { LedgerNav } from '../../ledger/LedgerNav.tsx';
import { Erasures } from './Erasures.tsx';
import { LegalHolds } from './LegalHolds.tsx';
import { RetentionRules } from './RetentionRules.tsx';

/** What is kept of what was said to models, for how long, and how it goes away. */
export function KeepingPage() {
  const mayRead = useHolds('erasure.list');
  return (
    <Page
      title="Content kept"
      below="For how long what was said to models is kept, what must stay, and what was erased. The ledger itself only grows."
    >
      <LedgerNav />
      {mayRead ? (
        <>
          <LegalHolds />
          <Erasures />
          <RetentionRules />
        </>
      ) : (
        <EmptyState title="This is for auditors and administrators">
          They decide what is kept. What you ran yourself stays on its own page until then.
        </EmptyState>
      )}
    </Page>
  );
}
