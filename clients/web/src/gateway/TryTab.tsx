import { Columns3, Play, Square } from 'lucide-react';
import { useMemo } from 'react';
import type { Asset, WordSpan } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { classNames } from '../design/class-names.ts';
import { KeyHint } from '../design/KeyHint.tsx';
import { EmptyState } from '../design/states.tsx';
import { wordSpans } from '../libraries/comparing/word-diff.ts';
import { VariablesForm } from '../libraries/VariablesForm.tsx';
import { isAlike } from './trying/alike.ts';
import { ColumnHead } from './trying/ColumnHead.tsx';
import { titleOf } from './trying/columns.ts';
import { EarlierRuns } from './trying/EarlierRuns.tsx';
import { FromFile } from './trying/FromFile.tsx';
import { mediaNames } from './trying/files.ts';
import { RunView } from './trying/RunView.tsx';
import { SaveCase } from './trying/SaveCase.tsx';
import { useRunKeys } from './trying/use-run-keys.ts';
import { useTry } from './trying/use-try.ts';

type Props = { library: string; name: string; asset: Asset; at: string };

/** Runs a prompt like any client would: governed, recorded, streamed; several versions or models side by side. */
export default function TryTab({ library, name, asset, at }: Props) {
  if (asset.production === null && at === 'main')
    return (
      <EmptyState title="Nothing to run yet">
        Only what is published runs. Propose this prompt, have it approved, and it can be tried here.
      </EmptyState>
    );
  return <Trying library={library} name={name} asset={asset} at={at} />;
}

function Trying({ library, name, asset, at }: Props) {
  const trying = useTry(library, name, asset, at);
  const { columns, choices, runs } = trying;
  const alone = columns.length === 1;
  useRunKeys({ run: trying.run, stop: runs.isRunning ? runs.stop : null });
  const first = columns[0];
  return (
    <div
      className={classNames(
        'grid grid-cols-1 items-start gap-6',
        alone && 'lg:grid-cols-2 lg:grid-rows-[auto_1fr]',
      )}
    >
      <Form
        trying={trying}
        asset={asset}
        title={first === undefined || !alone ? 'The same inputs for all' : titleOf(first, choices)}
      />
      <section
        aria-live="polite"
        aria-busy={runs.isRunning}
        className={classNames('min-w-0', alone && 'lg:row-span-2')}
      >
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <h2 className="mr-auto font-semibold">What comes out</h2>
          <Button
            small
            icon={<Columns3 size={14} aria-hidden />}
            disabledBecause={trying.addNotBecause}
            onClick={trying.add}
          >
            Compare
          </Button>
        </div>
        <Outcomes trying={trying} asset={asset} library={library} name={name} at={at} />
      </section>
      <EarlierRuns prompt={`${library}/${name}`} onFill={trying.setTyped} />
    </div>
  );
}

type Trial = ReturnType<typeof useTry>;

function Form({ trying, asset, title }: { trying: Trial; asset: Asset; title: string }) {
  const media = useMemo(() => mediaNames(asset.text), [asset.text]);
  const { runs, typed, notBecause } = trying;
  return (
    <form
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        trying.run();
      }}
    >
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        <h2 className="mr-auto font-semibold">{title}</h2>
        {trying.fields.length > 0 && (
          <Button small look="quiet" onClick={trying.fillSamples}>
            Fill in samples
          </Button>
        )}
      </div>
      <VariablesForm
        fields={trying.fields}
        typed={typed}
        faults={trying.faults}
        onChange={trying.set}
        file={(field, control) => (
          <FromFile
            field={field}
            control={control}
            media={media.has(field.name)}
            value={typed[field.name] ?? ''}
            onChange={(text) => trying.set(field.name, text)}
          />
        )}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {runs.isRunning ? (
          <Button key="stop" look="danger" icon={<Square size={14} aria-hidden />} onClick={runs.stop}>
            Stop
          </Button>
        ) : (
          <Button
            key="run"
            type="submit"
            look="primary"
            icon={<Play size={15} aria-hidden />}
            disabledBecause={notBecause}
          >
            {trying.columns.length === 1 ? 'Run it' : `Run all ${trying.columns.length}`}
          </Button>
        )}
        <span className="text-ink-faint inline-flex items-center gap-1.5 text-xs max-sm:hidden">
          {runs.isRunning ? <KeyHint keys="Esc" /> : <KeyHint keys="Ctrl Enter" />}
          {runs.isRunning ? 'stops it' : 'runs it'}
        </span>
      </div>
    </form>
  );
}

const grids: Record<number, string> = {
  1: '',
  2: 'md:grid-cols-2',
  3: 'md:grid-cols-2 xl:grid-cols-3',
  4: 'md:grid-cols-2 xl:grid-cols-4',
};

function Outcomes({ trying, library, name, asset, at }: Props & { trying: Trial }) {
  const { columns, choices, runs } = trying;
  const alone = columns.length === 1;
  const [first] = columns;
  const reference = first === undefined ? '' : runs.of(first.key).text;
  return (
    <div className={classNames('grid grid-cols-1 items-start gap-4', grids[columns.length])}>
      {columns.map((column, place) => (
        <section
          key={column.key}
          aria-label={titleOf(column, choices)}
          className="flex min-w-0 flex-col gap-3"
        >
          <ColumnHead
            column={column}
            choices={choices}
            models={trying.models}
            ownModel={asset.prompt?.model ?? null}
            modelNotBecause={trying.modelNotBecause}
            place={place + 1}
            onChange={trying.change}
            onRemove={alone ? null : () => trying.remove(column.key)}
          />
          <RunView
            run={runs.of(column.key)}
            words={place === 0 || runs.isRunning ? [] : differing(reference, runs.of(column.key).text)}
            alone={alone}
            actions={<SaveCase library={library} name={name} at={at} vars={runs.of(column.key).variables} />}
          />
          {runs.of(column.key).state === 'idle' && (
            <p className="text-ink-soft leading-relaxed">
              {alone
                ? 'It is recorded like every execution: with you, this version, the verdict and the cost.'
                : 'Each column is an execution of its own, recorded, and costs what it costs.'}
            </p>
          )}
        </section>
      ))}
    </div>
  );
}

/** What an answer has that the first has not; nothing where they have so little in common that all would be marked. */
function differing(first: string, text: string): readonly WordSpan[] {
  if (first === '' || text === '') return [];
  const { after } = wordSpans(first, text);
  return isAlike(text, after) ? after : [];
}
