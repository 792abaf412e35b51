import type { HiddenCharacter, SectionChange } from '../../api/types.ts';

const words: Record<Exclude<SectionChange['type'], 'same'>, string> = {
  added: 'added',
  removed: 'removed',
  edited: 'edited',
  moved: 'moved',
  moved_and_edited: 'moved and edited',
};

/** `system message edited`, one for each section that is not as it was. */
export function sectionSentences(sections: readonly SectionChange[]): string[] {
  return sections.flatMap(({ label, type }) =>
    type === 'same' ? [] : [`${label === 'start' ? 'text before the first message' : label} ${words[type]}`],
  );
}

/** A warning about what the eye would miss; empty when there is nothing. */
export function hiddenSentence(hidden: readonly HiddenCharacter[]): string {
  if (hidden.length === 0) return '';
  const what = hidden.some(({ kind }) => kind === 'bidirectional')
    ? 'This text holds characters that change the order in which it reads'
    : 'This text holds characters that cannot be seen';
  const first = hidden
    .slice(0, 5)
    .map(({ code, line, column }) => `${code} on line ${line}, column ${column}`);
  const more = hidden.length > first.length ? ` and ${hidden.length - first.length} more` : '';
  return `${what}: ${first.join('; ')}${more}. They are marked below.`;
}
