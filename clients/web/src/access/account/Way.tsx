import type { ReactNode } from 'react';

/** One way to sign in: what it is, how it stands, and what one can do about it. */
export const Way = ({
  title,
  state,
  about,
  below,
  children,
}: {
  title: string;
  state: ReactNode;
  about?: string;
  below?: ReactNode;
  children: ReactNode;
}) => (
  <div className="p-4">
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-60">
        <h3 className="font-medium">{title}</h3>
        <p className="text-ink-soft mt-0.5 flex flex-wrap items-center gap-x-1.5">{state}</p>
        {about !== undefined && <p className="text-ink-faint mt-0.5 text-xs leading-relaxed">{about}</p>}
      </div>
      {children}
    </div>
    {below}
  </div>
);
