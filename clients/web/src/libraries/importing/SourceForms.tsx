import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Field, TextArea } from '../../design/Field.tsx';
import type { Source } from './source.ts';

type Props = { busy: boolean; onSource: (source: Source) => void };

/** An export's text, when it is on the clipboard. */
export function ExportForm({ busy, onSource }: Props) {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  return (
    <form
      className="flex max-w-2xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSource({ source: 'json', name: name.trim() === '' ? 'export.json' : name.trim(), text });
      }}
    >
      <TextArea
        label="The export"
        hint="JSON of Langfuse or LangSmith, a promptfoo configuration, or a list of messages."
        required
        rows={12}
        spellCheck={false}
        className="font-mono text-xs"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Field
        label="What to call it (optional)"
        hint="For a prompt in it that has no name of its own."
        placeholder="export.json"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? 'Looking…' : 'Look what comes in'}
        </Button>
      </div>
    </form>
  );
}

/** A repository on a host that this server may read from. */
export function GitForm({ busy, onSource }: Props) {
  const [url, setUrl] = useState('');
  const [ref, setRef] = useState('');
  const [folder, setFolder] = useState('');
  const [token, setToken] = useState('');
  return (
    <form
      className="flex max-w-2xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSource({
          source: 'git',
          url: url.trim(),
          ...(ref.trim() === '' ? {} : { ref: ref.trim() }),
          ...(folder.trim() === '' ? {} : { within: folder.trim() }),
          ...(token === '' ? {} : { token }),
        });
      }}
    >
      <Field
        label="Address of the repository"
        hint="Only hosts that this server’s operator has allowed. Its files come in as they are now, without their history."
        required
        type="url"
        placeholder="https://git.example.com/team/prompts.git"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Branch or tag (optional)"
          value={ref}
          onChange={(event) => setRef(event.target.value)}
        />
        <Field
          label="Only this folder of it (optional)"
          value={folder}
          onChange={(event) => setFolder(event.target.value)}
        />
      </div>
      <Field
        label="Access token (optional)"
        hint="Used once to read the repository, and kept nowhere."
        type="password"
        autoComplete="off"
        value={token}
        onChange={(event) => setToken(event.target.value)}
      />
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? 'Looking…' : 'Look what comes in'}
        </Button>
      </div>
    </form>
  );
}
