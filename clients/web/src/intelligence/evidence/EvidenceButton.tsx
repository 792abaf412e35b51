import { useMutation } from '@tanstack/react-query';
import { FileCheck } from 'lucide-react';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { EvidenceFile } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Checkbox, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { saveFile } from './save-file.ts';

export type EvidenceSubject =
  | { kind: 'execution'; execution: string }
  | { kind: 'version'; library: string; path: string; version: number }
  | { kind: 'change'; change: string }
  | { kind: 'person'; person: string; since: string; until: string }
  | { kind: 'period'; since: string; until: string };

const asked: Record<EvidenceSubject['kind'], string> = {
  execution: 'who created, approved and published what ran, who ran it, and what came out',
  version: 'who created, reviewed, approved and published it, and who used it',
  change: 'who proposed it, and every decision about it',
  person: 'everything they did',
  period: 'everything that was done',
};

/** One file for an auditor: a page that opens anywhere and checks its own proofs. */
export function EvidenceButton({ subject, small = false }: { subject: EvidenceSubject; small?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        small={small}
        icon={<FileCheck size={small ? 13 : 16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Evidence
      </Button>
      {open && <EvidenceDialog subject={subject} onClose={() => setOpen(false)} />}
    </>
  );
}

export function EvidenceDialog({ subject, onClose }: { subject: EvidenceSubject; onClose: () => void }) {
  const [contents, setContents] = useState(false);
  const [reason, setReason] = useState('');
  const make = useMutation({
    mutationFn: (format: 'page' | 'json') =>
      post<EvidenceFile>('/api/v1/evidence', {
        ...{ subject, format, contents },
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: ({ name, text }) => {
      saveFile(name, text, name.endsWith('.html') ? 'text/html' : 'application/json');
      showToast({ text: `Saved ${name}. It opens in any browser, offline.`, tone: 'good' });
      onClose();
    },
  });
  const hasContents = subject.kind === 'execution' || subject.kind === 'version';
  const because = contents && reason.trim().length < 3 ? 'Say why you need to see what was said.' : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Evidence in one file"
      description={`It says ${asked[subject.kind]}, with every entry and its proof. It checks itself in any browser, without this server. That you made it is recorded.`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) make.mutate('page');
        }}
      >
        <FormProblem error={make.error} />
        {hasContents && (
          <Checkbox
            label="With what was said and what came out"
            hint="It may be personal. What was erased is not in it."
            checked={contents}
            onChange={(event) => setContents(event.target.checked)}
          />
        )}
        <TextArea
          label={contents ? 'Why' : 'Why (optional)'}
          value={reason}
          maxLength={2_000}
          onChange={(event) => setReason(event.target.value)}
          hint="Stands in the file; the ledger keeps a commitment to it."
        />
        <DialogActions>
          <Button disabledBecause={because} busy={make.isPending} onClick={() => make.mutate('json')}>
            Save the JSON
          </Button>
          <Button type="submit" look="primary" disabledBecause={because} busy={make.isPending}>
            {make.isPending ? 'Gathering proofs…' : 'Save the page'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
