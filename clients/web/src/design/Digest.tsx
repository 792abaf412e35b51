import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { shortDigest } from './digest.ts';
import { showToast } from './toasts.ts';

/** A digest or id: short to the eye, whole to the clipboard. */
export function Digest({ value, length = 10 }: { value: string; length?: number }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void copyText(value).then((done) => {
      setCopied(done);
      if (!done) showToast({ text: `Your browser did not allow copying. It is: ${value}`, tone: 'bad' });
      setTimeout(() => setCopied(false), 1_500);
    });
  };
  return (
    <button
      type="button"
      title={value}
      onClick={copy}
      className="text-ink-soft hover:text-ink hover:bg-sunken relative z-10 inline-flex min-h-6 max-w-full items-center gap-1 rounded px-1 font-mono text-xs"
    >
      <span className="sr-only">{copied ? 'Copied' : 'Copy'}</span>
      <span className="truncate">{shortDigest(value, length)}</span>
      {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden className="opacity-60" />}
    </button>
  );
}

/** True when the text is on the clipboard. Browsers give no clipboard to plain-HTTP pages of other hosts. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
