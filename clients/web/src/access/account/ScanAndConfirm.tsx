import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { Qr } from './Qr.tsx';

/** An authenticator app scans, and shows that it has it: at sign-in and on the account's page alike. */
export function ScanAndConfirm({
  offer,
  error,
  onConfirm,
  children,
}: {
  offer: { readonly secret: string; readonly uri: string };
  error: unknown;
  onConfirm: (code: string) => void;
  /** The buttons; one of them submits. */
  children: ReactNode;
}) {
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error !== null && error !== undefined) field.current?.select();
  }, [error]);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onConfirm(code);
      }}
    >
      <div className="flex flex-wrap items-start gap-4">
        <Qr text={offer.uri} label="QR code for your authenticator app" />
        <div className="min-w-0 flex-1 basis-48 leading-relaxed">
          <p>Scan this with an authenticator app: a password manager, or an app on your phone.</p>
          <p className="text-ink-soft mt-3 text-xs">Or type this into it:</p>
          <code className="mt-1 block font-mono text-sm break-all select-all">
            {offer.secret.match(/.{1,4}/g)?.join(' ')}
          </code>
        </div>
      </div>
      <FormProblem error={error} />
      <Field
        ref={field}
        label="Code that the app shows now"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]{6,7}"
        maxLength={7}
        required
        className="max-w-40 font-mono tracking-widest"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      {children}
    </form>
  );
}
