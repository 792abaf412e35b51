import { FileCheck } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { wireSearch } from '../../ledger/filters.ts';
import { EvidenceDialog } from './EvidenceButton.tsx';

/** A day of the reader's calendar, as a date field has it. */
const dayBefore = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toLocaleDateString('sv-SE');

/** Everything that was done between two days. */
export function PeriodEvidence() {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<{ since: string; until: string } | null>(null);
  const [since, setSince] = useState(() => dayBefore(7));
  const [until, setUntil] = useState(() => dayBefore(0));
  const close = () => {
    setOpen(false);
    setChosen(null);
  };
  const wire = wireSearch({ since, until });
  const because =
    wire.since === undefined || wire.until === undefined || wire.since >= wire.until
      ? 'Choose two days, the earlier one first.'
      : null;
  const goOn = () => {
    if (wire.since !== undefined && wire.until !== undefined)
      setChosen({ since: wire.since, until: wire.until });
  };
  return (
    <>
      <Button icon={<FileCheck size={16} aria-hidden />} onClick={() => setOpen(true)}>
        Evidence
      </Button>
      {chosen !== null && <EvidenceDialog subject={{ kind: 'period', ...chosen }} onClose={close} />}
      {open && chosen === null && (
        <Dialog
          open
          onClose={close}
          title="Evidence of a period"
          description="At most 2,000 entries. For more, export the whole ledger."
        >
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="From"
              type="date"
              value={since}
              onChange={(event) => setSince(event.target.value)}
            />
            <Field
              label="To, that day included"
              type="date"
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          </div>
          <DialogActions>
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" disabledBecause={because} onClick={goOn}>
              Go on
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}
