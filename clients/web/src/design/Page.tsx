import { type ReactNode, useEffect } from 'react';

type Props = {
  title: string;
  heading?: ReactNode;
  above?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A page: its title (also the document's, which is announced on navigation), what one can do here, and its content. */
export function Page({ title, heading, above, below, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Countersign`;
  }, [title]);
  return (
    <div className="mx-auto w-full max-w-6xl px-4 pt-5 pb-16 sm:px-6 lg:px-8">
      {above !== undefined && <div className="text-ink-soft mb-1.5 text-sm">{above}</div>}
      <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl leading-snug font-semibold tracking-tight break-words">
            {heading ?? title}
          </h1>
          {below !== undefined && (
            <div className="text-ink-soft mt-1 flex flex-wrap items-center gap-x-3 gap-y-1.5 leading-relaxed">
              {below}
            </div>
          )}
        </div>
        {actions !== undefined && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  aside,
  children,
  className = '',
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`mb-8 ${className}`}>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-3">
        <h2 className="text-base font-semibold">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Name and value pairs, read across. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6.5rem,auto)_1fr] gap-x-5 gap-y-2">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
