import type { TextComparison } from '../../api/types.ts';
import { DiffView } from './DiffView.tsx';
import type { Form } from './diff-rows.ts';
import { KeyChanges } from './KeyChanges.tsx';
import type { LineTalk } from './line-talk.ts';
import { hiddenSentence, sectionSentences } from './summary.ts';

type Props = {
  path: string;
  comparison: TextComparison;
  after: string;
  form: Form;
  anchor: string;
  onDrawn?: ((element: HTMLElement | null) => void) | undefined;
  talk?: LineTalk | undefined;
};

/** One file's differences in the order in which they matter: what hides, how it runs, which messages, then every line. */
export function ComparisonView({ path, comparison, after, form, anchor, onDrawn, talk }: Props) {
  return (
    <>
      <HiddenNote comparison={comparison} />
      {comparison.frontMatter !== null && comparison.frontMatter.length > 0 && (
        <div className="border-b">
          <KeyChanges changes={comparison.frontMatter} />
        </div>
      )}
      <SectionsNote comparison={comparison} />
      <DiffView
        label={`Differences of ${path}`}
        diff={comparison.text}
        after={after}
        form={form}
        anchor={anchor}
        onDrawn={onDrawn}
        talk={talk}
      />
    </>
  );
}

export function HiddenNote({ comparison }: { comparison: TextComparison }) {
  const sentence = hiddenSentence(comparison.hidden);
  if (sentence === '') return null;
  return (
    <p role="note" className="bg-bad-soft text-bad border-b px-3 py-2 leading-relaxed">
      {sentence}
    </p>
  );
}

function SectionsNote({ comparison }: { comparison: TextComparison }) {
  const sentences = sectionSentences(comparison.sections ?? []);
  if (sentences.length === 0) return null;
  return (
    <ul className="text-ink-soft flex flex-wrap gap-x-4 gap-y-1 border-b px-3 py-2">
      {sentences.map((sentence, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two sections may have one name
        <li key={at} className="wrap-anywhere">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
