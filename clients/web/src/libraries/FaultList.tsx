import { TriangleAlert } from 'lucide-react';
import type { Fault } from '../api/types.ts';

/** What is wrong with a prompt, each with the line it is at; pressing one goes there. */
export const FaultList = ({ faults, onGo }: { faults: readonly Fault[]; onGo: (line: number) => void }) => (
  <div role="status" aria-live="polite">
    {faults.length > 0 && (
      <ul aria-label="Problems" className="border-t">
        {faults.map((fault) => (
          <li key={`${fault.line}:${fault.column}:${fault.message}`} className="border-b last:border-b-0">
            <button
              type="button"
              className="hover:bg-sunken flex w-full items-start gap-2 px-3 py-2 text-left -outline-offset-2!"
              onClick={() => onGo(fault.line ?? 1)}
            >
              <TriangleAlert size={15} aria-hidden className="text-bad mt-0.5 shrink-0" />
              <span className="leading-snug">
                {fault.line !== null && (
                  <span className="text-ink-soft tabular-nums">Line {fault.line}: </span>
                )}
                {fault.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    )}
  </div>
);
