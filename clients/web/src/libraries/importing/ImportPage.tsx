import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ImportReport } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { EmptyState, FormProblem, Loaded } from '../../design/states.tsx';
import { Tabs } from '../../design/Tabs.tsx';
import { libraryQuery } from '../queries.ts';
import { FilePicker } from './FilePicker.tsx';
import { ImportedNext } from './ImportedNext.tsx';
import { filesOf, importInto } from './import.ts';
import { ReportTable } from './ReportTable.tsx';
import { ExportForm, GitForm } from './SourceForms.tsx';
import { type Picked, type Source, sourceOf } from './source.ts';

const route = getRouteApi('/$org/libraries/$library/import');

/** Takes prompts in from elsewhere: first what would become of each, then the import, then what to do with its branch. */
export function ImportPage() {
  const { org, library } = route.useParams();
  const query = useQuery(libraryQuery(library));
  const above = (
    <Link to="/$org/libraries/$library" params={{ org, library }} className="text-link">
      {query.data?.displayName ?? library}
    </Link>
  );
  return (
    <Page title="Import" above={above}>
      <Loaded query={query}>
        {({ permissions }) =>
          permissions.includes('commit.create') ? (
            <Importing library={library} />
          ) : (
            <EmptyState title="Contributors import">
              Ask an administrator for that role on this library.
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}

function Importing({ library }: { library: string }) {
  const queryClient = useQueryClient();
  const [source, setSource] = useState<Source | null>(null);
  const looking = useMutation({
    mutationFn: async (read: Promise<readonly Picked[]> | Source) => {
      const given = 'then' in read ? await sourceOf(await read) : read;
      const report = await importInto(library, given, true);
      setSource(given);
      return report;
    },
  });
  const importing = useMutation({
    mutationFn: (given: Source) => importInto(library, given, false),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['libraries', library] }),
  });
  const startOver = () => {
    setSource(null);
    looking.reset();
    importing.reset();
  };
  const done = importing.data;
  if (done !== undefined)
    return (
      <>
        {done.branch === null ? (
          <p className="mb-4">Nothing came in.</p>
        ) : (
          <ImportedNext library={library} report={{ ...done, branch: done.branch }} />
        )}
        <ReportTable items={done.items} />
        <div className="mt-4">
          <Button onClick={startOver}>Import something else</Button>
        </div>
      </>
    );
  if (source !== null && looking.data !== undefined)
    return (
      <DryRun
        report={looking.data}
        busy={importing.isPending}
        error={importing.error}
        onImport={() => importing.mutate(source)}
        onBack={startOver}
      />
    );
  return <Choosing busy={looking.isPending} error={looking.error} onSource={looking.mutate} />;
}

type ChoosingProps = {
  busy: boolean;
  error: Error | null;
  onSource: (read: Promise<readonly Picked[]> | Source) => void;
};

function Choosing({ busy, error, onSource }: ChoosingProps) {
  const [tab, setTab] = useState('files');
  return (
    <>
      <div className="mb-4 empty:hidden">
        <FormProblem error={error} />
      </div>
      <Tabs
        label="Where from"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            value: 'files',
            label: 'Files',
            content: busy ? <Working words="Reading the files…" /> : <FilePicker onPick={onSource} />,
          },
          { value: 'export', label: 'An export', content: <ExportForm busy={busy} onSource={onSource} /> },
          { value: 'git', label: 'A git repository', content: <GitForm busy={busy} onSource={onSource} /> },
        ]}
      />
    </>
  );
}

type DryRunProps = {
  report: ImportReport;
  busy: boolean;
  error: Error | null;
  onImport: () => void;
  onBack: () => void;
};

function DryRun({ report, busy, error, onImport, onBack }: DryRunProps) {
  const { imported, skipped, items } = report;
  return (
    <>
      <p className="mb-4 max-w-prose leading-relaxed" role="status">
        {imported === 0
          ? 'Nothing of this can come in.'
          : `${filesOf(imported)} would come in, on a branch of their own.`}
        {skipped > 0 && ` ${filesOf(skipped)} would be left out.`} Nothing is written yet.
      </p>
      <div className="mb-4 empty:hidden">
        <FormProblem error={error} />
      </div>
      <ReportTable items={items} />
      <div className="bg-canvas border-line sticky bottom-0 mt-4 flex flex-wrap items-center gap-3 border-t py-3">
        <Button
          look="primary"
          busy={busy}
          disabledBecause={imported === 0 ? 'There is nothing to import. Choose something else.' : null}
          onClick={onImport}
        >
          {busy ? `Importing ${filesOf(imported)}…` : `Import ${filesOf(imported)}`}
        </Button>
        <Button onClick={onBack}>Choose something else</Button>
        {busy && <Working words="" />}
      </div>
    </>
  );
}

/** How long it takes is not known: it is one request. */
const Working = ({ words }: { words: string }) => (
  <p role="status" className="text-ink-soft flex items-center gap-3">
    <progress aria-label="Working" className="w-40" />
    {words}
  </p>
);
