import type { RequiredStage } from '../../api/types.ts';

/** Stages in words: `1. peer review: 1 review by any reviewer`. */
export const StageList = ({ stages }: { stages: readonly RequiredStage[] }) =>
  stages.length === 0 ? null : (
    <ol className="flex flex-col gap-1">
      {stages.map((stage, at) => (
        <li key={`${stage.rule} ${stage.name}`} className="flex gap-2 leading-snug">
          <span className="text-ink-faint w-4 shrink-0 text-right tabular-nums">{at + 1}</span>
          <span className="min-w-0">
            <span className="font-medium">{stage.name}</span>
            <span className="text-ink-soft">
              : {stage.need === 0 ? 'a number of people that cannot be read' : peopleWords(stage)}{' '}
              {stage.from}
              {stage.limits.length > 0 && `; ${stage.limits.join(', ')}`}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );

const peopleWords = ({ need, kind }: RequiredStage): string =>
  need === 1 ? `one ${kind} from` : `${need} ${kind}s from`;
