import { type ButtonHTMLAttributes, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { Tip } from './Tip.tsx';
import { showToast } from './toasts.ts';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink border-transparent',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
};

export const buttonClass = (look: Look, small = false): string =>
  classNames(
    'inline-flex items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-100',
    small ? 'h-7 px-2.5 text-xs' : 'h-9 px-3.5 text-sm',
    looks[look],
  );

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  look?: Look;
  small?: boolean;
  icon?: ReactNode;
  /** Work is under way: the button keeps its width and says so. */
  busy?: boolean;
  /** A button is never just gray: this sentence says why, on hover, on focus, to screen readers, and when it is pressed. */
  disabledBecause?: string | null | undefined;
};

export function Button({
  look = 'secondary',
  small = false,
  icon,
  busy = false,
  disabledBecause,
  children,
  ...rest
}: Props) {
  const reasonId = useId();
  const blocked = disabledBecause !== undefined && disabledBecause !== null;
  const { onClick, className, type = 'button', ...attributes } = rest;
  const button = (
    <button
      {...attributes}
      type={blocked || busy ? 'button' : type}
      aria-disabled={blocked || busy || undefined}
      aria-describedby={blocked ? reasonId : attributes['aria-describedby']}
      aria-busy={busy || undefined}
      className={classNames(
        buttonClass(look, small),
        blocked && 'border-line! bg-sunken! text-ink-faint! cursor-not-allowed',
        busy && 'cursor-progress opacity-80',
        className,
      )}
      onClick={(event) => {
        if (blocked) {
          event.preventDefault();
          showToast({ text: disabledBecause, tone: 'info' });
        } else if (!busy) onClick?.(event);
      }}
    >
      {icon}
      {children}
      {busy && <span className="sr-only">(working)</span>}
    </button>
  );
  if (!blocked) return button;
  return (
    <>
      <Tip content={disabledBecause}>{button}</Tip>
      <span id={reasonId} className="sr-only">
        {disabledBecause}
      </span>
    </>
  );
}

type IconButtonProps = Omit<Props, 'children' | 'icon' | 'aria-label'> & { label: string; icon: ReactNode };

/** A button with a picture only: its label is its name and its tooltip. */
export function IconButton({
  label,
  icon,
  className,
  look = 'quiet',
  disabledBecause,
  ...rest
}: IconButtonProps) {
  return (
    <Tip content={disabledBecause ?? label}>
      <button
        {...rest}
        type="button"
        aria-label={label}
        className={classNames(buttonClass(look), 'w-9 px-0!', className)}
      >
        {icon}
      </button>
    </Tip>
  );
}
