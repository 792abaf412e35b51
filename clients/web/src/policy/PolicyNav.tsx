import { SectionNav, type SectionPages } from '../shell/SectionNav.tsx';

/** The pages under Policy. A new one is a line here and a route. */
const pages: SectionPages = [
  { to: '/$org/policy', label: 'Rules' },
  { to: '/$org/policy/raw-calls', label: 'Raw calls' },
  { to: '/$org/policy/models', label: 'Models' },
  { to: '/$org/policy/providers', label: 'Providers' },
  { to: '/$org/policy/use-cases', label: 'Use cases' },
  { to: '/$org/policy/classes', label: 'Data classes' },
  { to: '/$org/policy/budgets', label: 'Budgets' },
  { to: '/$org/policy/simulations', label: 'Simulations' },
];

/** The way between the pages under Policy. */
export function PolicyNav() {
  return <SectionNav label="Under policy" pages={pages} />;
}
