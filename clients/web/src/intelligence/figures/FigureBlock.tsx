import { Link } from '@tanstack/react-router';
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import { useOrg } from '../../access/session.ts';
import type { Figure } from '../../api/types.ts';
import { classNames } from '../../design/class-names.ts';
import { Tip } from '../../design/Tip.tsx';
import { definitionText, figureText } from '../figure.ts';
import { Interval } from './Interval.tsx';
import { Spark } from './Spark.tsx';
import { trendOf } from './trend.ts';

/** One number in full: value, interval, trend, what it counts, and where it comes from. */
export function FigureBlock({ figure }: { figure: Figure }) {
  return (
    <div className="card flex min-w-0 flex-col p-4">
      <h3 className="text-ink-soft text-xs font-medium">{figure.title}</h3>
      <div className="mt-1 flex items-baseline justify-between gap-3">
        <p className="text-2xl font-semibold tracking-tight tabular-nums">
          {figureText(figure.value, figure.unit)}
        </p>
        <Trend figure={figure} />
      </div>
      <Interval figure={figure} />
      <Spark figure={figure} />
      <p
        title={figure.definition}
        className="text-ink-faint mt-2 line-clamp-2 text-xs leading-relaxed print:line-clamp-none"
      >
        {definitionText(figure.definition)}
      </p>
      <Sources figure={figure} />
    </div>
  );
}

function Trend({ figure }: { figure: Figure }) {
  const trend = trendOf(figure);
  if (trend === null) return null;
  const Icon = trend.way === 'same' ? ArrowRight : trend.way === 'up' ? ArrowUpRight : ArrowDownRight;
  return (
    <Tip content={`The span before: ${figureText(figure.before, figure.unit)}. ${trend.verdict}`}>
      <button
        type="button"
        className={classNames(
          'inline-flex shrink-0 items-center gap-0.5 text-xs font-medium tabular-nums',
          trend.look === 'good' ? 'text-good' : trend.look === 'bad' ? 'text-bad' : 'text-ink-soft',
        )}
        aria-label={`${trend.text} against the span before. ${trend.verdict}`}
      >
        <Icon size={14} aria-hidden />
        {trend.text}
      </button>
    </Tip>
  );
}

/** Definition, executions, and the entries of the log. */
function Sources({ figure }: { figure: Figure }) {
  const org = useOrg();
  const link = 'hover:text-ink underline decoration-current/40 underline-offset-2';
  return (
    <p className="text-ink-faint mt-auto flex flex-wrap gap-x-3 gap-y-1 pt-2 text-xs">
      <Link
        to="/$org/intelligence/measures"
        params={{ org }}
        hash={figure.id}
        className={classNames(link, 'font-mono')}
      >
        {figure.measure}
      </Link>
      {figure.behind !== null && (
        <Link
          to="/$org/executions"
          params={{ org }}
          search={{
            ...(figure.behind.from === undefined ? {} : { from: figure.behind.from }),
            ...(figure.behind.to === undefined ? {} : { to: figure.behind.to }),
          }}
          className={link}
        >
          Executions<span className="sr-only"> behind {figure.title}</span>
        </Link>
      )}
      {figure.log !== null && (
        <span className="tabular-nums">
          entries {figure.log.first}–{figure.log.last} · grade {figure.grade}
        </span>
      )}
    </p>
  );
}
