import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { copyText } from '../../design/Digest.tsx';

/** Ten codes for paper: here and now, and never again. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const [copied, setCopied] = useState(false);
  const text = `${codes.join('\n')}\n`;
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Countersign recovery codes for ${window.location.host}\nEach is good once.\n\n${text}`)}`;
  return (
    <div>
      <p className="mb-3 leading-relaxed">
        When you do not have your second factor with you, each of these lets you in once. They are shown this
        once: keep them on paper, or where you keep passwords.
      </p>
      <ul className="bg-sunken grid gap-x-6 gap-y-1.5 rounded-md border p-3 font-mono text-sm sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button
          small
          icon={<Copy size={14} aria-hidden />}
          onClick={() => void copyText(text).then(setCopied)}
        >
          Copy all
        </Button>
        <a
          href={file}
          download="countersign-recovery-codes.txt"
          className="text-link inline-flex items-center gap-1 text-xs"
        >
          <Download size={14} aria-hidden /> Download
        </a>
        <span role="status" className="text-ink-soft text-xs">
          {copied ? 'Copied.' : ''}
        </span>
      </div>
    </div>
  );
}
