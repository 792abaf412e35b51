import {
  BookOpenText,
  ChartNoAxesCombined,
  FileCheck2,
  House,
  Inbox,
  type LucideIcon,
  ScrollText,
  ShieldCheck,
  SquarePlay,
  Users,
} from 'lucide-react';

export type PageLink = {
  name: string;
  to:
    | '/$org'
    | '/$org/inbox'
    | '/$org/libraries'
    | '/$org/changes'
    | '/$org/executions'
    | '/$org/policy'
    | '/$org/intelligence'
    | '/$org/ledger'
    | '/$org/people';
  icon: LucideIcon;
  /** The second key after `g`. */
  key: string;
};

/** The pages of the navigation, in its order. */
export const pages: readonly PageLink[] = [
  { name: 'Home', to: '/$org', icon: House, key: 'h' },
  { name: 'Inbox', to: '/$org/inbox', icon: Inbox, key: 'i' },
  { name: 'Libraries', to: '/$org/libraries', icon: BookOpenText, key: 'l' },
  { name: 'Changes', to: '/$org/changes', icon: FileCheck2, key: 'c' },
  { name: 'Executions', to: '/$org/executions', icon: SquarePlay, key: 'e' },
  { name: 'Policy', to: '/$org/policy', icon: ShieldCheck, key: 'p' },
  { name: 'Intelligence', to: '/$org/intelligence', icon: ChartNoAxesCombined, key: 'n' },
  { name: 'Ledger', to: '/$org/ledger', icon: ScrollText, key: 'd' },
  { name: 'People', to: '/$org/people', icon: Users, key: 'o' },
];
