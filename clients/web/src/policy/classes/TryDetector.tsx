import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../../api/client.ts';
import type { OutsideDetector } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';

type Tried = {
  durationMs: number;
  failure: string | null;
  found: { dataClass: string; start: number; end: number; confidence: string }[];
};

/** Sends a text to a detector, and shows what it says of it. */
export function TryDetector({ detector, onClose }: { detector: OutsideDetector; onClose: () => void }) {
  const [text, setText] = useState('Ann Lee lives in Bonn.');
  const attempt = useMutation({
    mutationFn: () => post<Tried>(`/api/v1/detectors/${segment(detector.id)}/test`, { text }),
  });
  const tried = attempt.data;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Try ${detector.name}`}
      description="The text is sent to it now. That it was tried is recorded, the text is not."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!attempt.isPending) attempt.mutate();
        }}
      >
        <TextArea label="Text" value={text} onChange={({ target }) => setText(target.value)} />
        <FormProblem error={attempt.error} />
        {tried !== undefined && (
          <div role="status" className="leading-relaxed">
            <p className={tried.failure === null ? '' : 'text-bad'}>
              {tried.failure === null
                ? `It answered after ${tried.durationMs} ms and found ${tried.found.length === 0 ? 'nothing' : 'this'}:`
                : `Not believed: ${tried.failure}.`}
            </p>
            <ul className="mt-1">
              {tried.found.map(({ dataClass, start, end, confidence }) => (
                <li key={`${dataClass} ${start} ${end}`} className="break-words">
                  <code className="font-mono text-xs">{dataClass}</code> “{text.slice(start, end)}” (
                  {confidence})
                </li>
              ))}
            </ul>
          </div>
        )}
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
          <Button
            type="submit"
            look="primary"
            busy={attempt.isPending}
            disabledBecause={text === '' ? 'Write a text first.' : null}
          >
            Send it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
