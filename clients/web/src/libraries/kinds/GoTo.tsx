import type { ReactNode } from 'react';

/** A part of an outline that leads to its line in the editor. */
export const GoTo = ({
  line,
  onGo,
  children,
}: {
  line: number;
  onGo: (line: number) => void;
  children: ReactNode;
}) => (
  <button
    type="button"
    title={`Go to line ${line}`}
    className="text-link max-w-full text-left font-medium break-words"
    onClick={() => onGo(line)}
  >
    {children}
  </button>
);
