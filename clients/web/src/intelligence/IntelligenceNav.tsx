import { SectionNav, type SectionPages } from '../shell/SectionNav.tsx';

/** The pages under Intelligence. A new one is a line here and a route. */
const pages: SectionPages = [
  { to: '/$org/intelligence', label: 'Overview' },
  { to: '/$org/intelligence/findings', label: 'What to do next' },
  { to: '/$org/intelligence/adoption', label: 'Adoption' },
  { to: '/$org/intelligence/quality', label: 'Quality' },
  { to: '/$org/intelligence/debt', label: 'Debt' },
  { to: '/$org/intelligence/return', label: 'Return' },
  { to: '/$org/intelligence/groups', label: 'Compare' },
  { to: '/$org/intelligence/measures', label: 'What figures mean' },
];

/** The way between the pages under Intelligence. */
export function IntelligenceNav() {
  return <SectionNav label="Under intelligence" pages={pages} />;
}
