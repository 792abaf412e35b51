import { SectionNav, type SectionPages } from '../shell/SectionNav.tsx';

/** The pages under Changes. A new one is a line here and a route. */
const pages: SectionPages = [
  { to: '/$org/changes', label: 'All changes' },
  { to: '/$org/changes/requirements', label: 'Requirements' },
  { to: '/$org/changes/waits', label: 'Where changes wait' },
  { to: '/$org/changes/recalls', label: 'Recalls' },
];

/** The way between the pages under Changes. */
export function ChangesNav() {
  return <SectionNav label="Under changes" pages={pages} />;
}
