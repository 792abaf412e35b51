import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/client.ts';
import type { Correction } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { TextArea } from '../design/Field.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { FormProblem } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { correctionsPath, correctionsQuery } from './queries.ts';

/** What should have come out, in somebody's words. Kept sealed with the answer, and gone when that is. */
export function Corrections({ execution, output }: { execution: string; output: string | null }) {
  const [open, setOpen] = useState(false);
  const items = useQuery(correctionsQuery(execution)).data?.items.filter(({ stands }) => stands) ?? [];
  const mine = items.find((correction) => correction.mine)?.text ?? null;
  return (
    <div className="mt-4 border-t pt-3">
      {items.map((correction) => (
        <Written key={correction.id} correction={correction} />
      ))}
      {open ? (
        <Form execution={execution} first={mine ?? output ?? ''} onDone={() => setOpen(false)} />
      ) : (
        <Button small icon={<PencilLine size={14} aria-hidden />} onClick={() => setOpen(true)}>
          {mine === null ? 'Write what should have come out' : 'Write it again'}
        </Button>
      )}
    </div>
  );
}

function Written({ correction: { by, at, text } }: { correction: Correction }) {
  return (
    <div className="mb-3">
      <p className="text-ink-soft flex flex-wrap items-center gap-x-2 text-sm">
        Should have come out, says <PersonName person={by} /> <Time at={at} />
      </p>
      {text === null ? (
        <p className="text-ink-faint mt-1 text-xs">For whoever ran it or wrote this only, or erased.</p>
      ) : (
        <p className="bg-sunken mt-1 rounded-md p-3 leading-relaxed whitespace-pre-wrap">{text}</p>
      )}
    </div>
  );
}

type FormProps = { execution: string; first: string; onDone: () => void };

function Form({ execution, first, onDone }: FormProps) {
  const queries = useQueryClient();
  const [text, setText] = useState(first);
  const write = useMutation({
    mutationFn: () => call('POST', correctionsPath(execution), { text }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: correctionsQuery(execution).queryKey });
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate();
      }}
    >
      <TextArea
        label="What should have come out"
        hint="Kept sealed with the answer, for you and whoever ran it. It goes when the answer is erased."
        rows={6}
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus
      />
      <FormProblem error={write.error} />
      <div className="mt-2 flex gap-2">
        <Button
          type="submit"
          look="primary"
          small
          busy={write.isPending}
          disabledBecause={text.trim() === '' || text === first ? 'Change the text first.' : null}
        >
          Keep it
        </Button>
        <Button small onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
