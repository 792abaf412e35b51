import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { AssetComparison } from '../../api/types.ts';
import { Page } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { oneOf } from '../../shell/search.ts';
import { versionsQuery } from '../queries.ts';
import { Added } from './Added.tsx';
import { ComparisonView } from './ComparisonView.tsx';
import { DiffFormSwitch } from './DiffFormSwitch.tsx';
import { comparisonTabs } from './filters.ts';
import { KeyChanges } from './KeyChanges.tsx';
import { LibraryComparisonList } from './LibraryComparisonList.tsx';
import { comparisonQuery } from './queries.ts';
import { RefPickers } from './RefPickers.tsx';
import { RenderedPair } from './RenderedPair.tsx';
import { refName } from './ref-options.ts';
import { useDiffForm } from './use-diff-form.ts';
import { useRenderedPair } from './use-rendered-pair.ts';

const route = getRouteApi('/$org/libraries/$library/compare');

/** What differs between two states of a file, or of the whole library. */
export function ComparePage() {
  const { org, library } = route.useParams();
  const search = route.useSearch();
  const { path, fromPath } = search;
  const navigate = route.useNavigate();
  const newest = useQuery({ ...versionsQuery(library, path ?? ''), enabled: path !== undefined }).data
    ?.items[0];
  const to = search.to ?? 'main';
  const from = search.from ?? (newest === undefined ? 'main' : `@${Math.max(1, newest.number - 1)}`);
  return (
    <Page
      title={`Compare ${path ?? library}`}
      heading={path === undefined ? `Compare all files of ${library}` : `Compare ${path}`}
      above={<Trail org={org} library={library} path={path} />}
    >
      <RefPickers
        library={library}
        path={path}
        from={from}
        to={to}
        onChange={(refs) => void navigate({ search: { ...search, ...refs }, replace: true })}
      />
      {path === undefined ? (
        <LibraryComparisonList library={library} from={from} to={to} />
      ) : (
        <OneAsset library={library} pair={{ path, fromPath, from, to }} />
      )}
    </Page>
  );
}

const Trail = ({ org, library, path }: { org: string; library: string; path: string | undefined }) => (
  <>
    <Link to="/$org/libraries" params={{ org }} className="text-link">
      Libraries
    </Link>
    {' / '}
    <Link to="/$org/libraries/$library" params={{ org, library }} className="text-link">
      {library}
    </Link>
    {path?.endsWith('.prompt') && (
      <>
        {' / '}
        <Link
          to="/$org/libraries/$library/prompts/$"
          params={{ org, library, _splat: path.slice(0, -'.prompt'.length) }}
          className="text-link"
        >
          {path.slice(0, -'.prompt'.length)}
        </Link>
      </>
    )}
  </>
);

type AssetProps = {
  library: string;
  pair: { path: string; fromPath: string | undefined; from: string; to: string };
};

function OneAsset({ library, pair }: AssetProps) {
  const query = useQuery(comparisonQuery(library, pair));
  return (
    <Loaded query={query} skeleton={<Skeleton rows={2} height={180} />}>
      {(comparison) => <Comparison library={library} comparison={comparison} />}
    </Loaded>
  );
}

function Comparison({ library, comparison }: { library: string; comparison: AssetComparison }) {
  const { tab = 'text' } = route.useSearch();
  const navigate = route.useNavigate();
  const { org } = route.useParams();
  const { from, to } = comparison;
  const isPrompt = to.path.endsWith('.prompt');
  const whole =
    from.commit === null || to.commit === null ? null : { from: commitRef(from), to: commitRef(to) };
  return (
    <>
      <p className="text-ink-soft mb-4 flex flex-wrap items-center gap-x-3 gap-y-1" role="status">
        <Added added={comparison.text.added} removed={comparison.text.removed} />
        <span>
          {sideName(from)} → {sideName(to)}
        </span>
        {whole !== null && (
          <Link
            to="/$org/libraries/$library/compare"
            params={{ org, library }}
            search={whole}
            className="text-link"
          >
            All files
          </Link>
        )}
      </p>
      <Tabs
        label="Comparison"
        value={tab}
        onChange={(value) => {
          const next = oneOf(value, comparisonTabs) ?? 'text';
          void navigate({
            search: ({ tab: _, ...rest }) => (next === 'text' ? rest : { ...rest, tab: next }),
            replace: true,
          });
        }}
        tabs={[
          { value: 'text', label: 'Text', content: <TextTab comparison={comparison} /> },
          ...(isPrompt
            ? [
                {
                  value: 'front-matter',
                  label: 'Front matter',
                  count: comparison.frontMatter?.length,
                  content: <FrontMatterTab comparison={comparison} />,
                },
                {
                  value: 'rendered',
                  label: 'Rendered',
                  content: <RenderedTab library={library} comparison={comparison} />,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

/** A branch stays a branch; a version becomes the commit that has it. */
const commitRef = ({ ref, commit }: AssetComparison['from']): string =>
  ref.startsWith('@') ? (commit ?? ref) : ref;

const sideName = ({ ref, text, version }: AssetComparison['from']): string => {
  const name = refName(ref);
  if (text === null) return `${name} (not there)`;
  return version === null || ref === `@${version}` ? name : `${name} (v${version})`;
};

function TextTab({ comparison }: { comparison: AssetComparison }) {
  const form = useDiffForm();
  return (
    <>
      <div className="mb-3 flex">
        <DiffFormSwitch {...form} />
      </div>
      <div className="card overflow-hidden">
        <ComparisonView
          path={comparison.to.path}
          comparison={comparison}
          after={comparison.to.text ?? ''}
          form={form.form}
          anchor="line"
        />
      </div>
    </>
  );
}

function FrontMatterTab({ comparison }: { comparison: AssetComparison }) {
  if (comparison.frontMatter === null)
    return (
      <EmptyState title="The front matter of one side cannot be read">
        It is no valid YAML. Compare the text to see what stands there.
      </EmptyState>
    );
  if (comparison.frontMatter.length === 0)
    return (
      <EmptyState title="Same front matter">
        Model, settings and variables are the same on both sides.
      </EmptyState>
    );
  return (
    <div className="card overflow-hidden">
      <KeyChanges changes={comparison.frontMatter} />
    </div>
  );
}

function RenderedTab({
  library,
  comparison: { from, to },
}: {
  library: string;
  comparison: AssetComparison;
}) {
  const pair = useRenderedPair(
    library,
    { path: from.path, text: from.text, ref: from.commit ?? 'main' },
    { path: to.path, text: to.text, ref: to.commit ?? 'main' },
  );
  const title = (ref: string) => ({ name: refName(ref), after: refName(ref), missing: 'not there' });
  return <RenderedPair pair={pair} titles={{ base: title(from.ref), head: title(to.ref) }} />;
}
