import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { libraryQuery } from '../../libraries/queries.ts';

const SaveCaseDialog = lazy(() => import('../../libraries/evaluations/SaveCaseDialog.tsx'));

type Props = { library: string; name: string; at: string; vars: Readonly<Record<string, unknown>> };

/** Keeps what ran as a test case or an example of its prompt. */
export function SaveCase({ library, name, at, vars }: Props) {
  const [open, setOpen] = useState(false);
  const permissions = useQuery(libraryQuery(library)).data?.permissions;
  return (
    <div>
      <Button
        icon={<FlaskConical size={15} aria-hidden />}
        disabledBecause={
          permissions?.includes('commit.create') === true
            ? null
            : 'Contributors of this library save cases. Ask an administrator for that role.'
        }
        onClick={() => setOpen(true)}
      >
        Save as a case
      </Button>
      {open && (
        <Suspense fallback={null}>
          <SaveCaseDialog library={library} name={name} at={at} vars={vars} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
