import { useState } from 'react';
import { useOrg } from '../access/session.ts';
import type { AssetChange, ChangeDetail } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { EmptyState } from '../design/states.tsx';
import { RenderedPair } from '../libraries/comparing/RenderedPair.tsx';
import { sampleStore } from '../libraries/samples.ts';
import { RunBoth } from './trying/RunBoth.tsx';
import { TrialOutcomes } from './trying/TrialOutcomes.tsx';
import { useTrial } from './trying/use-trial.ts';
import { useChangeRendered } from './use-change-rendered.ts';

/** What the model would get, before and after, side by side, with the same sample variables; and what both versions answer. */
export default function RenderedTab({ change }: { change: ChangeDetail }) {
  const prompts = change.assets.filter(({ kind }) => kind === 'prompt');
  if (prompts.length === 0)
    return <EmptyState title="No prompt in this change">Only prompts are rendered for a model.</EmptyState>;
  return prompts.map((asset) => (
    <ChangedPrompt key={asset.path} change={change} asset={asset} alone={prompts.length === 1} />
  ));
}

const titles = {
  base: { name: 'Published', after: 'published', missing: 'nothing yet' },
  head: { name: 'Proposed', after: 'proposed', missing: 'deleted' },
};

function ChangedPrompt({
  change,
  asset,
  alone,
}: {
  change: ChangeDetail;
  asset: AssetChange;
  alone: boolean;
}) {
  const samples = sampleStore(useOrg(), change.library, asset.path);
  const [start] = useState(samples.read);
  const pair = useChangeRendered(change, asset, start);
  const trial = useTrial(change, asset, pair);
  const remembered = {
    ...pair,
    setVariable: (name: string, text: string) => {
      samples.write({ ...pair.typed, [name]: text });
      pair.setVariable(name, text);
    },
  };
  return (
    <section aria-label={asset.path} className="mb-8">
      <h3 className="mb-3 font-mono text-xs font-semibold">{asset.path}</h3>
      <RenderedPair
        pair={remembered}
        titles={titles}
        under={
          <>
            {Object.keys(pair.typed).length > 0 && (
              <p className="text-ink-soft mt-3 flex flex-wrap items-center gap-2 text-xs">
                What you type is kept in this browser.
                <Button
                  small
                  look="quiet"
                  onClick={() => {
                    samples.clear();
                    pair.resetVariables();
                  }}
                >
                  Forget it
                </Button>
              </p>
            )}
            <RunBoth trial={trial} alone={alone} />
          </>
        }
        above={<TrialOutcomes trial={trial} asset={asset} />}
      />
    </section>
  );
}
