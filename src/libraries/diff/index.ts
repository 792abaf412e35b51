/** Differences of two texts for people to review. Everything here is pure, total and bounded in time. */
export { diffFrontMatter, type KeyChange } from './front-matter.ts';
export { type Hidden, type HiddenKind, hiddenIn } from './invisible.ts';
export { diffSections, pairSections, type Section, type SectionChange, splitSections } from './sections.ts';
export { type Difference, differences } from './sequence.ts';
export { type DiffLine, diffText, type Hunk, type Span, type TextDiff } from './text.ts';
export { isLineEnd, isWord, lines, tokens, weight } from './words.ts';
