import { ArrowDown, MessageSquareText, Plug, UserCheck, Workflow } from 'lucide-react';
import type { WorkflowStep } from '../../api/types.ts';
import { classNames } from '../../design/class-names.ts';
import { Badge, Status } from '../../design/Status.tsx';
import { GoTo } from './GoTo.tsx';

const acts = {
  prompt: { says: 'runs', icon: MessageSquareText },
  approval: { says: 'waits for', icon: UserCheck },
  action: { says: 'calls', icon: Plug },
  workflow: { says: 'starts', icon: Workflow },
} as const;

type Props = { steps: readonly WorkflowStep[]; onGo: (line: number) => void };

/** The steps from first to last; where people decide is a gate. */
export const WorkflowOutline = ({ steps, onGo }: Props) => (
  <ol aria-label="Steps" className="flex flex-col">
    {steps.map((step, index) => (
      <li key={`${step.line}:${step.id}`}>
        {index > 0 && <ArrowDown size={16} aria-hidden className="text-ink-faint mx-auto my-1" />}
        <Step step={step} onGo={onGo} />
      </li>
    ))}
  </ol>
);

function Step({ step, onGo }: { step: WorkflowStep; onGo: (line: number) => void }) {
  const act = step.act === null ? null : acts[step.act];
  const isGate = step.act === 'approval';
  return (
    <div className={classNames('card px-3.5 py-3', isGate && 'border-accent')}>
      <p className="flex flex-wrap items-center gap-2">
        {act !== null && <act.icon size={16} aria-hidden className="text-ink-soft shrink-0" />}
        <GoTo line={step.line} onGo={onGo}>
          {step.id}
        </GoTo>
        {isGate && <Status word="gate" shape="diamond" tone="accent" />}
        {step.impact !== null && <Badge>{step.impact}</Badge>}
      </p>
      <p className="text-ink-soft mt-1 text-xs leading-relaxed break-words">
        {act === null ? 'does nothing yet' : `${act.says} ${step.detail}`}
        {step.needs.length > 0 && ` · after ${step.needs.join(', ')}`}
      </p>
      {step.when !== null && (
        <p className="text-ink-soft mt-1 text-xs break-words">
          only when <code className="font-mono">{step.when}</code>
        </p>
      )}
    </div>
  );
}
