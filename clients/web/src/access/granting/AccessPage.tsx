import { getRouteApi, Link } from '@tanstack/react-router';
import { Page } from '../../design/Page.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { useHolds } from '../session.ts';
import { accessTabs } from './filters.ts';
import { GrantsTab } from './GrantsTab.tsx';
import { ReviewTab } from './ReviewTab.tsx';
import { RolesTab } from './RolesTab.tsx';
import { WhyTab } from './WhyTab.tsx';

const route = getRouteApi('/$org/people/access');

/** Who may do what: the grants, the roles, why somebody may or may not, and the review of it all. */
export function AccessPage() {
  const { org } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const seesAll = useHolds('grant.list');
  const chosen = tab ?? (seesAll ? 'grants' : 'roles');
  const contents = {
    grants: { label: 'Grants', content: <GrantsTab /> },
    roles: { label: 'Roles', content: <RolesTab /> },
    why: { label: 'Why', content: <WhyTab /> },
    review: { label: 'Review', content: <ReviewTab /> },
  };
  const shown = accessTabs.filter((name) => seesAll || name === 'roles' || name === 'why');
  return (
    <Page
      title="Access"
      above={
        <Link to="/$org/people" params={{ org }} className="text-link">
          People
        </Link>
      }
      below="Who may do what, why, until when, and whether they use it"
    >
      <Tabs
        label="Access"
        value={chosen}
        onChange={(next) => {
          const found = accessTabs.find((name) => name === next);
          void navigate({ search: found === undefined ? {} : { tab: found } });
        }}
        tabs={shown.map((name) => ({ value: name, ...contents[name] }))}
      />
    </Page>
  );
}
