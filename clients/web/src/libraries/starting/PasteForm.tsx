import type { Pasted } from '../../api/types.ts';
import { TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { TextPreview } from './TextPreview.tsx';

const words: Readonly<Record<string, string>> = {
  dotprompt: 'A prompt in Dotprompt',
  plain: 'Plain text',
  conversation: 'A conversation',
  messages: 'A list of messages',
  langchain: 'A prompt of LangChain',
  request: 'A request to a model',
};

type Props = { text: string; onText: (text: string) => void; pasted: Pasted | null; error: unknown };

/** What somebody has elsewhere, and beside it the prompt that it becomes. */
export function PasteForm({ text, onText, pasted, error }: Props) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <TextArea
        label="What you have"
        hint="Plain text, a conversation (User: … Assistant: …), messages or a request as JSON, a curl command, LangChain, Dotprompt."
        rows={13}
        spellCheck={false}
        className="font-mono text-xs"
        placeholder={'You are a helpful …\n\nSummarize this for {audience}:\n{text}'}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <div className="flex min-w-0 flex-col gap-2">
        <p className="font-medium">The prompt that it becomes</p>
        <FormProblem error={error} />
        {pasted === null ? (
          <p role="status" className="text-ink-soft rounded-md border border-dashed p-4">
            {text.trim() === '' ? 'It appears here while you paste.' : error === null ? 'Reading…' : ''}
          </p>
        ) : (
          <>
            <div role="status" className="flex flex-col gap-1">
              <p>
                {words[pasted.detected] ?? pasted.detected}
                {pasted.variables.length > 0 && (
                  <>
                    {' with '}
                    {pasted.variables.length === 1 ? 'the variable ' : 'the variables '}
                    <code className="font-mono text-xs">{pasted.variables.join(', ')}</code>
                  </>
                )}
              </p>
              {pasted.notes.length > 0 && (
                <ul className="text-ink-soft list-disc pl-4 text-xs leading-relaxed">
                  {pasted.notes.map((note) => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              )}
            </div>
            <TextPreview label="The prompt’s text" text={pasted.text} />
          </>
        )}
      </div>
    </div>
  );
}
