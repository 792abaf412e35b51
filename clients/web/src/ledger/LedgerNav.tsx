import { useHolds } from '../access/session.ts';
import { SectionNav, type SectionPages } from '../shell/SectionNav.tsx';

const everybody: SectionPages = [
  { to: '/$org/ledger', label: 'Entries' },
  { to: '/$org/ledger/witnesses', label: 'Witnesses' },
];
/** For whoever may list entries. */
const readers: SectionPages = [
  { to: '/$org/ledger/exports', label: 'Export targets' },
  { to: '/$org/ledger/keeping', label: 'Content kept' },
  { to: '/$org/ledger/controls', label: 'Controls' },
  { to: '/$org/ledger/reviews', label: 'Audit reviews' },
];

/** The way between the pages under Ledger. A new one is a line here and a route. */
export function LedgerNav() {
  const mayRead = useHolds('entry.list');
  return <SectionNav label="Under ledger" pages={mayRead ? [...everybody, ...readers] : everybody} />;
}
