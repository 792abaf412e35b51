import type { Outline } from '../../api/types.ts';
import { GoTo } from './GoTo.tsx';

type Classes = Extract<Outline, { kind: 'classes' }>['classes'];

/** Every class with its patterns. */
export const ClassesOutline = ({ classes, onGo }: { classes: Classes; onGo: (line: number) => void }) => (
  <div className="flex flex-col gap-3">
    {classes.length === 0 && <p className="text-ink-soft">This file holds no classes.</p>}
    {classes.map((one) => (
      <section key={one.line} className="card p-3">
        <h3 className="font-mono text-sm font-medium">
          <GoTo line={one.line} onGo={onGo}>
            {one.name}
          </GoTo>
        </h3>
        <p className="text-ink-soft leading-snug">{one.description}</p>
        <ul className="mt-2 flex flex-col gap-1">
          {one.patterns.map((pattern) => (
            <li key={pattern}>
              <code className="bg-sunken rounded px-1 font-mono text-xs wrap-anywhere">{pattern}</code>
            </li>
          ))}
        </ul>
        {one.near.length > 0 && (
          <p className="text-ink-soft mt-2 text-xs">Only near: {one.near.join(', ')}</p>
        )}
      </section>
    ))}
  </div>
);
