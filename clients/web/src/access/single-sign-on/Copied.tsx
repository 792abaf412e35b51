import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { copyText } from '../../design/Digest.tsx';
import { showToast } from '../../design/toasts.ts';

/** A text to take elsewhere: whole to the eye, and to the clipboard. */
export function Copied({ value }: { value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void copyText(value).then((done) => {
      setCopied(done);
      if (!done)
        showToast({ text: 'Your browser did not allow copying. Mark the text instead.', tone: 'bad' });
      setTimeout(() => setCopied(false), 1_500);
    });
  };
  return (
    <span className="inline-flex max-w-full items-start gap-1">
      <code className="font-mono text-xs break-all select-all">{value}</code>
      <button
        type="button"
        aria-label={copied ? 'Copied' : `Copy ${value}`}
        className="text-ink-faint hover:text-ink hover:bg-sunken -my-1 inline-flex size-6 shrink-0 items-center justify-center rounded"
        onClick={copy}
      >
        {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      </button>
    </span>
  );
}
