import { type ReactNode, useEffect } from 'react';
import { Mark } from '../shell/Mark.tsx';

/** The pages before one is signed in. */
export function DoorFrame({
  title,
  below = 'The system of record for AI execution',
  wide = false,
  children,
}: {
  title: string;
  below?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Countersign`;
  }, [title]);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className={`w-full ${wide ? 'max-w-lg' : 'max-w-sm'}`}>
        <div className="mb-6 flex items-center gap-3">
          <Mark size={36} />
          <div className="min-w-0">
            <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
            <p className="text-ink-soft">{below}</p>
          </div>
        </div>
        {children}
      </div>
    </main>
  );
}
