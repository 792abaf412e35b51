import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { FoundData } from '../../api/types.ts';
import { TextArea } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { FormProblem } from '../../design/states.tsx';
import { useSettled } from '../../design/use-settled.ts';
import { partsOf } from './parts.ts';

const example =
  'Please call Jane on +49 30 901820, mail jane@acme.com,\nand charge 4111 1111 1111 1111. Her BSN is 111222333.';

/** A text, and what is found in it. Nothing of it is kept. */
export function TryBox() {
  const [text, setText] = useState(example);
  const settled = useSettled(text, 250);
  const query = useQuery({
    queryKey: ['classes', 'try', settled],
    queryFn: () => post<{ found: FoundData[] }>('/api/v1/classes/try', { text: settled }),
    placeholderData: (before) => before,
    enabled: settled !== '',
  });
  const found = settled === '' ? [] : (query.data?.found ?? []);
  return (
    <Section title="Try it">
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <TextArea
          label="A text"
          hint="It is looked through as calls are, also in base64, escapes, and characters that only look the same. Nothing of it is kept or recorded."
          rows={6}
          maxLength={20_000}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <div aria-live="polite">
          <p className="mb-1.5 text-sm font-medium">
            {found.length === 0 ? 'Nothing is found' : `${found.length} found`}
          </p>
          {query.isError ? (
            <FormProblem error={query.error} />
          ) : (
            <div className="card max-h-80 overflow-y-auto p-3 leading-7 break-words whitespace-pre-wrap">
              {partsOf(settled, found).map((part) =>
                part.name === null ? (
                  <span key={part.start}>{part.text}</span>
                ) : (
                  <mark
                    key={part.start}
                    className={
                      part.confidence === 'possible'
                        ? 'bg-sunken text-ink rounded px-1'
                        : 'bg-warn-soft text-ink rounded px-1'
                    }
                  >
                    {part.text}{' '}
                    <code className="text-ink-soft font-mono text-xs">
                      {part.name}
                      {part.confidence === 'certain' ? '' : `, ${part.confidence}`}
                    </code>
                  </mark>
                ),
              )}
            </div>
          )}
        </div>
      </div>
    </Section>
  );
}
