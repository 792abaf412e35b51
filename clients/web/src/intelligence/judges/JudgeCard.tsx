import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import type { Judge } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { ChartCard } from '../charts/ChartCard.tsx';
import { Whisker } from '../figures/Whisker.tsx';
import { JudgeRunDialog } from './JudgeRunDialog.tsx';
import { judgeSheet, valueText } from './judge-sheet.ts';

const standings = {
  corrected: { word: 'Calibrated', shape: 'check', tone: 'good' },
  too_few_scored: { word: 'Not calibrated yet', shape: 'dash', tone: 'plain' },
  too_few_people: { word: 'Too few people', shape: 'dash', tone: 'plain' },
  too_poor: { word: 'Says next to nothing', shape: 'cross', tone: 'bad' },
} as const;

/** One judge: what it judges, how it meets people, and the rates that follow. */
export function JudgeCard({ judge, measure }: { judge: Judge; measure: string }) {
  const [asking, setAsking] = useState(false);
  const mayRun = useHolds('judge_run.create');
  const { name, prompt, version, target, standing, words, versions } = judge;
  return (
    <ChartCard
      title={`${name} on ${target}`}
      measure={measure}
      sheet={judgeSheet(judge)}
      plain
      note={
        <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
          <Status {...standings[standing]} />
          <span>
            {prompt}, v{version}. {words}
          </span>
        </span>
      }
    >
      <ul className="flex flex-col gap-2">
        {versions.flatMap(({ version: of, judged, corrected }) => [
          <Whisker
            key={`${of}-judged`}
            label={`v${of} judged`}
            estimate={judged}
            otherwise="too few people ran it"
          />,
          <Whisker
            key={`${of}-corrected`}
            label="corrected"
            estimate={corrected}
            otherwise={standing === 'corrected' ? 'too few people ran it' : 'none without calibration'}
          />,
        ])}
      </ul>
      {versions.length === 0 && <p className="text-ink-soft text-sm">It has judged nothing yet.</p>}
      <div className="mt-5 grid grid-cols-1 gap-x-8 gap-y-4 md:grid-cols-2">
        <Confusion judge={judge} />
        <Trust judge={judge} />
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <LastRun judge={judge} />
        <Button
          small
          onClick={() => setAsking(true)}
          disabledBecause={mayRun ? null : 'Admins have judges judge.'}
        >
          Judge a sample
        </Button>
      </div>
      {asking && <JudgeRunDialog judge={judge} onClose={() => setAsking(false)} />}
    </ChartCard>
  );
}

/** How judge and people met on the same answers. */
function Confusion({ judge: { name, confusion } }: { judge: Judge }) {
  if (confusion === null)
    return <p className="text-ink-soft text-sm">Too few people rated what it judged; nothing is shown.</p>;
  const { bothPass, onlyPeople, onlyJudge, bothFail } = confusion;
  const cell = 'py-1 pl-4 text-right tabular-nums';
  return (
    <table className="w-full text-sm">
      <caption className="text-ink-soft pb-1 text-left text-xs">
        Answers that both saw: {name} and people
      </caption>
      <thead>
        <tr className="text-ink-soft border-b text-xs">
          <th scope="col" className="py-1 text-left font-medium">
            People said
          </th>
          <th scope="col" className={`${cell} font-medium`}>
            judge: pass
          </th>
          <th scope="col" className={`${cell} font-medium`}>
            judge: fail
          </th>
        </tr>
      </thead>
      <tbody>
        {[['good', bothPass, onlyPeople] as const, ['not good', onlyJudge, bothFail] as const].map(
          ([said, pass, fail]) => (
            <tr key={said} className="border-b last:border-b-0">
              <th scope="row" className="py-1 text-left font-normal">
                {said}
              </th>
              <td className={cell}>{pass}</td>
              <td className={cell}>{fail}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

function Trust({ judge }: { judge: Judge }) {
  const facts = [
    ['Of what people found good, it passes', judge.sensitivity],
    ['Of what they did not, it fails', judge.specificity],
    ['Agreement beyond chance (κ)', judge.agreement],
    ['Changes its mind with the order', judge.flips],
  ] as const;
  return (
    <dl className="grid content-start gap-y-1.5 text-sm">
      {facts.map(([label, estimate]) => (
        <div key={label} className="flex flex-wrap justify-between gap-x-4">
          <dt className="text-ink-soft">{label}</dt>
          <dd className="tabular-nums">{valueText(estimate)}</dd>
        </div>
      ))}
    </dl>
  );
}

function LastRun({ judge: { runs } }: { judge: Judge }) {
  const [last] = runs;
  if (last === undefined) return <span />;
  const { by, size, done, broken, createdAt } = last;
  return (
    <p className="text-ink-soft flex flex-wrap items-center gap-x-1.5 text-xs" aria-live="polite">
      {done < size ? `Judging: ${done} of ${size},` : `Judged ${size},`} asked by <PersonName person={by} />
      <Time at={createdAt} />
      {broken > 0 && <span className="text-warn">{broken} without a verdict</span>}
    </p>
  );
}
