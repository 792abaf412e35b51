import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AssetChange, ChangeDetail } from '../api/types.ts';
import { Digest } from '../design/Digest.tsx';
import { PersonNames } from '../design/PersonName.tsx';
import { effectsOf } from './effects.ts';
import { LineCount } from './LineCount.tsx';
import { checksQuery } from './queries.ts';
import { useChangeRendered } from './use-change-rendered.ts';

export const SummaryCard = ({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <section className="card flex min-w-0 flex-col p-4">
    <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
      <h2 className="font-semibold">{title}</h2>
      {aside !== undefined && <span className="text-ink-soft text-xs">{aside}</span>}
    </div>
    {children}
  </section>
);

/** What changed: each file in a line. */
export function WhatChanged({ change }: { change: ChangeDetail }) {
  const size = useQuery(checksQuery(change)).data?.items.find(({ name }) => name === 'size')?.detail ?? '';
  return (
    <SummaryCard title="What changed">
      {change.description !== '' && (
        <p className="mb-2.5 leading-relaxed break-words whitespace-pre-wrap">{change.description}</p>
      )}
      <ul className="flex flex-col gap-1.5">
        {change.assets.map((asset) => (
          <li key={asset.path} className="flex flex-wrap items-baseline gap-x-2">
            <span className="min-w-0 font-mono text-xs wrap-anywhere">{asset.path}</span>
            <span className="text-ink-soft text-xs">
              {asset.status} <LineCount change={change} path={asset.path} />
            </span>
          </li>
        ))}
        {change.assets.length === 0 && (
          <li className="text-ink-soft">Nothing differs from what is published.</li>
        )}
      </ul>
      {size !== '' && <p className="text-ink-soft pt-2 text-xs leading-relaxed">{size}</p>}
      <p className="text-ink-soft mt-auto pt-3 text-xs leading-relaxed">
        Written by <PersonNames people={change.contributors} />
        <br />
        exactly these bytes: <Digest value={change.digest} />
      </p>
    </SummaryCard>
  );
}

/** What it would do: model, settings, variables, and who gets it. */
export function WhatItWouldDo({ change }: { change: ChangeDetail }) {
  const prompts = change.assets.filter(({ kind }) => kind === 'prompt');
  const isOver = change.state === 'published';
  return (
    <SummaryCard title={isOver ? 'What it did' : 'What it would do'}>
      <ul className="flex list-disc flex-col gap-1.5 pl-4 leading-relaxed">
        {prompts.map((asset) => (
          <Effects key={asset.path} change={change} asset={asset} />
        ))}
        {prompts.length === 0 && <li>Nothing that runs changes.</li>}
      </ul>
    </SummaryCard>
  );
}

function Effects({ change, asset }: { change: ChangeDetail; asset: AssetChange }) {
  const { base, head } = useChangeRendered(change, asset);
  const reference = `${change.library}/${asset.path.replace(/\.prompt$/, '')}@${change.environment}`;
  if (asset.status === 'deleted')
    return (
      <li>
        <code className="font-mono text-xs wrap-anywhere">{reference}</code> stops running
      </li>
    );
  const effects =
    base?.rendered !== undefined && head?.rendered !== undefined
      ? effectsOf(base.rendered, head.rendered)
      : [];
  return (
    <>
      <li>
        Everybody who runs <code className="font-mono text-xs wrap-anywhere">{reference}</code> gets{' '}
        {asset.status === 'added' ? 'this new prompt' : 'the new text'}
      </li>
      {asset.status === 'added' && head?.rendered?.model != null && <li>Runs on {head.rendered.model}</li>}
      {effects.map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
      {asset.status === 'modified' &&
        base?.rendered !== undefined &&
        head?.rendered !== undefined &&
        effects.length === 0 && <li>Same model, settings and variables: only the words change</li>}
    </>
  );
}
