import { Paperclip, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import type { VariableField } from '../../libraries/variables.ts';
import { type Attached, readFile, sizeText } from './files.ts';

type Props = {
  field: VariableField;
  control: ReactNode;
  media: boolean;
  value: string;
  onChange: (text: string) => void;
};

/** A variable that may come from a file: what it is and how big, before anything is sent. */
export function FromFile({ field, control, media, value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [attached, setAttached] = useState<Attached | null>(null);
  const [error, setError] = useState<string | null>(null);
  // What was typed over, or filled in from an earlier run, is no longer the file's.
  const shown = attached !== null && attached.value === value ? attached : null;
  const isImage = value.startsWith('data:image/');
  const take = async (file: File) => {
    try {
      const read = await readFile(file, media);
      setAttached(read);
      setError(null);
      onChange(read.value);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : 'The file cannot be read. Choose another.');
    }
  };
  return (
    <div className="flex flex-col gap-1.5">
      {isImage ? <p className="text-sm font-medium">{field.name}</p> : control}
      {isImage && (
        <img src={value} alt={`For ${field.name}`} className="max-h-40 self-start rounded-md border" />
      )}
      <div className="flex flex-wrap items-center gap-2 text-xs">
        <input
          ref={input}
          type="file"
          className="hidden"
          aria-label={`File for ${field.name}`}
          accept={
            media ? 'image/png,image/jpeg,image/gif,image/webp' : 'text/*,.md,.csv,.json,.yaml,.yml,.log'
          }
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) void take(file);
            event.target.value = '';
          }}
        />
        <Button
          small
          look="quiet"
          icon={<Paperclip size={13} aria-hidden />}
          aria-label={`${media ? 'Choose an image' : 'From a file'} for ${field.name}`}
          onClick={() => input.current?.click()}
        >
          {media ? 'Choose an image…' : 'From a file…'}
        </Button>
        {shown !== null && (
          <span className="text-ink-soft wrap-anywhere">
            {shown.name}, {sizeText(shown.bytes, shown.image)}
          </span>
        )}
        {isImage && (
          <Button
            small
            look="quiet"
            icon={<X size={13} aria-hidden />}
            aria-label={`Remove the image of ${field.name}`}
            onClick={() => onChange('')}
          >
            Remove
          </Button>
        )}
      </div>
      {error !== null && (
        <p role="alert" className="text-bad text-xs leading-relaxed">
          {error}
        </p>
      )}
    </div>
  );
}
