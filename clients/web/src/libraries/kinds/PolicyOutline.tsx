import type { RuleOutline } from '../../api/types.ts';
import { Badge, Status } from '../../design/Status.tsx';
import { GoTo } from './GoTo.tsx';

type Props = { rules: readonly RuleOutline[]; onGo: (line: number) => void };

/** Every rule: what it does, whether it does it or only watches, and why. */
export const PolicyOutline = ({ rules, onGo }: Props) => (
  <ul aria-label="Rules" className="flex flex-col gap-2">
    {rules.map((rule) => (
      <li key={rule.line} className="card px-3.5 py-3">
        <p className="flex flex-wrap items-center gap-2">
          {rule.effect === 'permit' ? (
            <Status word="permit" shape="check" tone="good" />
          ) : (
            <Status word="forbid" shape="cross" tone="bad" />
          )}
          <GoTo line={rule.line} onGo={onGo}>
            {rule.id === '' ? 'a rule without id' : rule.id}
          </GoTo>
          <Badge>{rule.mode ?? 'no mode'}</Badge>
          {rule.expires !== null && <Badge>{`until ${rule.expires}`}</Badge>}
          {rule.obligations.map((obligation) => (
            <Badge key={obligation}>{obligation}</Badge>
          ))}
        </p>
        <p className="text-ink-soft mt-1 leading-relaxed">{rule.reason ?? 'It gives no reason.'}</p>
      </li>
    ))}
  </ul>
);
