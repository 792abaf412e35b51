import type { AssetKind } from '../asset.ts';
import {
  diffFrontMatter,
  diffSections,
  diffText,
  type Hidden,
  hiddenIn,
  type KeyChange,
  type SectionChange,
  type TextDiff,
} from '../diff/index.ts';
import { collectFaults } from '../dotprompt/fault.ts';
import { splitDocument } from '../dotprompt/front-matter.ts';

/** Everything that a reviewer wants to know about two texts of one asset. */
export interface TextComparison {
  readonly text: TextDiff;
  /** By key; null for what is no prompt, and where either side's front matter cannot be read. */
  readonly frontMatter: readonly KeyChange[] | null;
  /** By message and section; null for what is no prompt. */
  readonly sections: readonly SectionChange[] | null;
  /** What the eye would miss in the new text. */
  readonly hidden: readonly Hidden[];
}

/** How many hidden characters are listed: the first ones tell it, and a text may hold nothing else. */
const mostHidden = 200;

/** Compares two texts of an asset; null is a side where it does not exist. Pure, total, bounded as `diffText` is. */
export function compareTexts(kind: AssetKind, before: string | null, after: string | null): TextComparison {
  const [a, b] = [before ?? '', after ?? ''];
  const isPrompt = kind === 'prompt';
  return {
    text: diffText(a, b),
    frontMatter: isPrompt ? (diffFrontMatter(a, b) ?? null) : null,
    sections: isPrompt ? diffSections(templateOf(a), templateOf(b)) : null,
    hidden: hiddenIn(b, mostHidden),
  };
}

/** What stands below the front matter; all of a text whose front matter is never closed. */
function templateOf(source: string): string {
  const read = collectFaults(() => splitDocument(source).body);
  return read.ok ? read.value : source;
}
