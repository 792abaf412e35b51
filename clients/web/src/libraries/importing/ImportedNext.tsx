import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { ImportReport } from '../../api/types.ts';
import { Button, buttonClass } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { filesOf, proposeImport } from './import.ts';

/** It is on a branch now: look at it, and ask for it to be published. */
export function ImportedNext({
  library,
  report,
}: {
  library: string;
  report: ImportReport & { branch: string };
}) {
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { branch, imported } = report;
  const [title, setTitle] = useState(`Import ${filesOf(imported)}`);
  const proposing = useMutation({
    mutationFn: () => proposeImport(library, branch, title),
    onSuccess: async ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: ['changes'] });
      await navigate({ to: '/$org/changes/$change', params: { org, change: id } });
    },
  });
  return (
    <section className="card mb-6 p-5" aria-label="What to do next">
      <h2 className="text-base font-semibold">{filesOf(imported)} came in</h2>
      <p className="text-ink-soft mt-1 mb-4 leading-relaxed">
        They are on the branch <code className="font-mono text-xs break-all">{branch}</code>. Nobody runs them
        until a change publishes them; delete the branch to take it all back.
      </p>
      <form
        className="flex max-w-xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!proposing.isPending) proposing.mutate();
        }}
      >
        <FormProblem error={proposing.error} />
        <Field
          label="What changes"
          required
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" busy={proposing.isPending}>
            {proposing.isPending ? 'Proposing…' : 'Propose change'}
          </Button>
          <Link
            to="/$org/libraries/$library"
            params={{ org, library }}
            search={{ ref: branch }}
            className={buttonClass('secondary')}
          >
            Open the branch
          </Link>
        </div>
      </form>
    </section>
  );
}
