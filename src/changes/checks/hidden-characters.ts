import { hiddenIn } from '../../libraries/index.ts';
import { builtIn, type Check, type CheckedFile, counted, type Finding, lineCounter } from './check.ts';

/** Embeddings, overrides and isolates (UAX #9): they make a reader see another order than the model gets. */
const reordering = /^U\+(?:202[A-E]|206[6-9])$/;

/** Letters of other scripts that look like a Latin one, as far as they are used in tricks. */
const lookalikes = /[АВЕЅІЈКМНОРСТУХавеѕіјкорсухһԁԛԝԍΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνυικаеосрхуіј]/u;
const words = /[\p{L}\p{M}]{2,200}/gu;

/**
 * AT-15: characters that a reader does not see, or takes for others. Fails on what changes the order of what is read and on tag
 * characters, which spell out text that nobody sees. The rest (joiners, soft hyphens, look-alikes) is named for a person to judge: other
 * scripts need them. Pure.
 */
export function hiddenCharacters(files: readonly CheckedFile[]): Check {
  const bad: Finding[] = [];
  const told: Finding[] = [];
  for (const { path, text } of files) {
    for (const { line, code, kind } of hiddenIn(text)) {
      const isBad = kind === 'tag' || reordering.test(code);
      const what = kind === 'tag' ? 'a tag character' : `a hidden character (${kind.replace('_', ' ')})`;
      const message = isBad
        ? `${code} is ${kind === 'tag' ? 'a tag character, which hides text' : 'a bidirectional control, which reorders what is read'}. Remove it.`
        : `${code} is ${what}. See that it belongs there.`;
      (isBad ? bad : told).push({ path, line, message });
    }
    told.push(...mixedScripts(path, text));
  }
  const findings = [...bad, ...told];
  if (bad.length > 0)
    return builtIn(
      'hidden_characters',
      'failed',
      `${counted(bad.length, 'character')} that ${bad.length === 1 ? 'hides or reorders' : 'hide or reorder'} text: ${[...new Set(bad.map(({ message }) => message.slice(0, message.indexOf(' '))))].slice(0, 5).join(', ')}. What is read is not what the model gets; remove ${bad.length === 1 ? 'it' : 'them'}.`,
      findings,
    );
  const detail =
    told.length === 0
      ? 'Nothing hides from a reader.'
      : `Nothing reorders or hides text; ${counted(told.length, 'place')} to look at.`;
  return builtIn('hidden_characters', 'passed', detail, findings);
}

function mixedScripts(path: string, text: string): Finding[] {
  const found: Finding[] = [];
  const lineOf = lineCounter(text);
  for (const { 0: word, index } of text.matchAll(words)) {
    if (!/\p{Script=Latin}/u.test(word)) continue;
    const [letter] = lookalikes.exec(word) ?? [];
    if (letter === undefined) continue;
    const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    const message = `A word mixes Latin letters with ${code}, which looks like one. See that it is what it seems.`;
    found.push({ path, line: lineOf(index), message });
  }
  return found;
}
