import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { post } from '../../api/client.ts';
import { useRefresh } from '../../changes/going-live/use-refresh.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';

export type AssetMove =
  | { kind: 'rollback'; version: number; live: Readonly<Record<string, number>> }
  | { kind: 'retire' }
  | { kind: 'restore' };

type Props = {
  library: string;
  path: string;
  move: AssetMove;
  /** Where it may be done; the first is proposed. */
  environments: readonly string[];
  onClose: () => void;
};

const places = {
  rollback: '/api/v1/rollbacks',
  retire: '/api/v1/retirements',
  restore: '/api/v1/retirements/end',
} as const;
const words = {
  rollback: { title: 'Roll back?', act: 'Roll back', done: 'Rolled back. It is live now.' },
  retire: { title: 'Take it out?', act: 'Take it out', done: 'Taken out. Nothing of it is live there.' },
  restore: { title: 'Put it back?', act: 'Put it back', done: 'It is live again.' },
} as const;

/** Moves what is live without a new change. Says what will happen, to whom, and how to take it back. */
export function MoveAssetDialog({ library, path, move, environments, onClose }: Props) {
  const [environment, setEnvironment] = useState(environments[0] ?? 'production');
  const [reason, setReason] = useState('');
  const refresh = useRefresh();
  const { title, act, done } = words[move.kind];
  const run = useMutation({
    mutationFn: () =>
      post(places[move.kind], {
        library,
        path,
        environment,
        reason: reason.trim(),
        ...(move.kind === 'rollback' ? { version: move.version, from: move.live[environment] ?? null } : {}),
      }),
    onSuccess: async () => {
      await refresh();
      showToast({ text: done, tone: 'good' });
      onClose();
    },
  });
  const because =
    reason.trim().length < 3 ? 'Say why first: it stays in the history of the environment.' : null;
  const reference = `${library}/${path.replace(/\.prompt$/, '')}@${environment}`;
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null && !run.isPending) run.mutate();
        }}
      >
        {environments.length > 1 && (
          <Select
            label="In"
            value={environment}
            options={environments.map((name) => ({ value: name, label: name }))}
            onChange={(event) => setEnvironment(event.target.value)}
          />
        )}
        <Consequence move={move} environment={environment}>
          <code className="font-mono text-xs wrap-anywhere">{reference}</code>
        </Consequence>
        <TextArea label="Why" required value={reason} onChange={(event) => setReason(event.target.value)} />
        <FormProblem error={run.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={move.kind === 'retire' ? 'danger' : 'primary'}
            busy={run.isPending}
            disabledBecause={because}
          >
            {act}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Consequence({
  move,
  environment,
  children,
}: {
  move: AssetMove;
  environment: string;
  children: ReactNode;
}) {
  if (move.kind === 'rollback') {
    const live = move.live[environment];
    return (
      <p className="leading-relaxed">
        From now on everybody and every program that runs {children} gets v{move.version}
        {live === undefined ? '' : ` instead of v${live}`}. It was approved for {environment}, so nobody has
        to approve it again. To take this back, roll forward in the same way.
      </p>
    );
  }
  if (move.kind === 'retire')
    return (
      <p className="leading-relaxed">
        {children} stops running for everybody and every program; whoever asks for it is told that there is
        none. Its file and its versions stay. To take this back, put it back under Versions.
      </p>
    );
  return (
    <p className="leading-relaxed">
      {children} runs again for everybody and every program, with the version that was live before it was
      taken out.
    </p>
  );
}
