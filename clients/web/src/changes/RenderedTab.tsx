import type { AssetChange, ChangeDetail } from '../api/types.ts';
import { EmptyState } from '../design/states.tsx';
import { RenderedPair } from '../libraries/comparing/RenderedPair.tsx';
import { useChangeRendered } from './use-change-rendered.ts';

/** What the model would get, before and after, side by side, with the same sample variables. */
export default function RenderedTab({ change }: { change: ChangeDetail }) {
  const prompts = change.assets.filter(({ kind }) => kind === 'prompt');
  if (prompts.length === 0)
    return <EmptyState title="No prompt in this change">Only prompts are rendered for a model.</EmptyState>;
  return prompts.map((asset) => <ChangedPrompt key={asset.path} change={change} asset={asset} />);
}

const titles = {
  base: { name: 'Published', after: 'published', missing: 'nothing yet' },
  head: { name: 'Proposed', after: 'proposed', missing: 'deleted' },
};

const ChangedPrompt = ({ change, asset }: { change: ChangeDetail; asset: AssetChange }) => (
  <section aria-label={asset.path} className="mb-8">
    <h3 className="mb-3 font-mono text-xs font-semibold">{asset.path}</h3>
    <RenderedPair pair={useChangeRendered(change, asset)} titles={titles} />
  </section>
);
