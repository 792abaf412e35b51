import { ChevronDown } from 'lucide-react';
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classNames } from './class-names.ts';

type Shared = {
  label: string;
  hint?: ReactNode;
  error?: string | null | undefined;
  /** The label is for assistive technology only: the place says it to the eye. */
  labelHidden?: boolean;
};

type Described = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

/** Label, control, hint and error, tied together. The error stands where the eye is, and input is never thrown away. */
function Labelled({
  label,
  hint,
  error,
  labelHidden = false,
  children,
}: Shared & { children: (described: Described) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-ink-faint text-xs leading-relaxed">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-bad text-xs leading-relaxed">
          {error}
        </p>
      )}
    </div>
  );
}

export function Field({
  label,
  hint,
  error,
  labelHidden,
  className,
  ...input
}: Shared & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return (
    <Labelled label={label} hint={hint} error={error} labelHidden={labelHidden ?? false}>
      {(described) => <input {...input} {...described} className={classNames('control', className)} />}
    </Labelled>
  );
}

export function TextArea({
  label,
  hint,
  error,
  labelHidden,
  className,
  ...input
}: Shared & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Labelled label={label} hint={hint} error={error} labelHidden={labelHidden ?? false}>
      {(described) => (
        <textarea rows={3} {...input} {...described} className={classNames('control', className)} />
      )}
    </Labelled>
  );
}

export type Option = { value: string; label: string };

export function Select({
  label,
  hint,
  error,
  labelHidden,
  options,
  className,
  ...select
}: Shared & SelectHTMLAttributes<HTMLSelectElement> & { options: readonly Option[] }) {
  return (
    <Labelled label={label} hint={hint} error={error} labelHidden={labelHidden ?? false}>
      {(described) => (
        <span className="relative block">
          <select
            {...select}
            {...described}
            className={classNames('control appearance-none pr-8', className)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            size={15}
            aria-hidden
            className="text-ink-faint pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2"
          />
        </span>
      )}
    </Labelled>
  );
}

export function Checkbox({
  label,
  hint,
  ...input
}: { label: string; hint?: string } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="accent-accent mt-0.5 size-4 shrink-0"
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-ink-faint text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
