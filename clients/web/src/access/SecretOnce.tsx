import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { copyText } from '../design/Digest.tsx';

/** A new key's secret: here and now, and never again. */
export function SecretOnce({
  name,
  secret,
  onClose,
  title = `${name}: copy the key now`,
  description = 'It is shown this once. We keep only a hash of it: nobody can show it again.',
}: {
  name: string;
  secret: string;
  onClose: () => void;
  title?: string;
  description?: string;
}) {
  const [copied, setCopied] = useState(false);
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <code className="bg-sunken block rounded-md border p-3 font-mono text-sm break-all select-all">
        {secret}
      </code>
      <p role="status" className="text-ink-soft mt-2 min-h-5 text-xs">
        {copied ? 'Copied. Keep it where secrets belong.' : ''}
      </p>
      <DialogActions>
        <Button icon={<Copy size={15} aria-hidden />} onClick={() => void copyText(secret).then(setCopied)}>
          Copy
        </Button>
        <Button look="primary" onClick={onClose}>
          I have stored it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
