import type { Outline } from '../../api/types.ts';
import { GoTo } from './GoTo.tsx';

type Rules = Extract<Outline, { kind: 'requirement' }>['rules'];

/** Every rule with when it applies and what it asks for. */
export const RequirementOutline = ({ rules, onGo }: { rules: Rules; onGo: (line: number) => void }) => (
  <div className="flex flex-col gap-3">
    {rules.length === 0 && <p className="text-ink-soft">This file holds no rules: it asks for nothing.</p>}
    {rules.map((rule) => (
      <section key={rule.line} className="card p-3">
        <h3 className="font-medium">
          <GoTo line={rule.line} onGo={onGo}>
            {rule.id}
          </GoTo>
        </h3>
        {rule.description !== null && <p className="text-ink-soft leading-snug">{rule.description}</p>}
        <p className="text-ink-soft mt-1 text-xs break-words">
          {rule.applies.length === 0 ? 'Applies to every change' : `Applies ${rule.applies.join(', ')}`}
        </p>
        <ol className="mt-2 flex list-decimal flex-col gap-1 pl-5">
          {rule.stages.map((stage) => (
            <li key={stage.line}>
              <GoTo line={stage.line} onGo={onGo}>
                {stage.name}
              </GoTo>
              <span className="text-ink-soft">
                : {stage.need ?? '?'} {stage.kind}
                {stage.from.length > 0 && ` by ${stage.from.join(' or ')}`}
              </span>
            </li>
          ))}
        </ol>
        {rule.publish.length > 0 && (
          <p className="text-ink-soft mt-1">Published by {rule.publish.join(' or ')}</p>
        )}
        {rule.checks.length > 0 && <p className="text-ink-soft mt-1">Checks: {rule.checks.join(', ')}</p>}
      </section>
    ))}
  </div>
);
