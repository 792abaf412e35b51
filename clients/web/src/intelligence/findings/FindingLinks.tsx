import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { Finding } from '../../api/types.ts';
import { buttonClass } from '../../design/Button.tsx';
import { kindLooks } from './words.ts';

/** Where one does what the finding asks for. */
export function ActionLink({ finding: { kind, about, behind } }: { finding: Finding }) {
  const org = useOrg();
  const { act } = kindLooks[kind];
  const className = buttonClass('secondary', true);
  if (kind === 'duplicates')
    return (
      <Link to="/$org/intelligence/debt" params={{ org }} hash={about.cluster ?? ''} className={className}>
        {act}
      </Link>
    );
  if (kind === 'slow_stage')
    return (
      <Link to="/$org/changes/waits" params={{ org }} className={className}>
        {act}
      </Link>
    );
  if (kind === 'raw_traffic')
    return (
      <Link to="/$org/executions" params={{ org }} search={behind ?? {}} className={className}>
        {act}
      </Link>
    );
  if (about.library === undefined || about.path === undefined) return null;
  return (
    <Link
      to="/$org/libraries/$library/prompts/$"
      params={{ org, library: about.library, _splat: about.path.replace(/\.prompt$/, '') }}
      search={kind === 'falling_quality' || kind === 'costlier_version' ? { tab: 'versions' } : {}}
      className={className}
    >
      {act}
    </Link>
  );
}

/** Where the numbers come from: what they mean, and the executions behind them. */
export function EvidenceLinks({ finding: { measure, behind, title } }: { finding: Finding }) {
  const org = useOrg();
  const link = 'hover:text-ink underline decoration-current/40 underline-offset-2';
  return (
    <span className="flex flex-wrap gap-x-3">
      <Link
        to="/$org/intelligence/measures"
        params={{ org }}
        hash={measure.split('@')[0] ?? ''}
        className={`${link} font-mono`}
      >
        {measure}
      </Link>
      {behind !== null && (
        <Link to="/$org/executions" params={{ org }} search={behind} className={link}>
          Executions<span className="sr-only"> behind: {title}</span>
        </Link>
      )}
    </span>
  );
}
