import { didYouMean } from '../dotprompt/fault.ts';
import { isFields, isList, type Value } from '../dotprompt/value.ts';

/** What an assertion's `value` has to be. */
type Wants =
  | 'text'
  | 'text or number'
  | 'texts'
  | 'text or texts'
  | 'anything'
  | 'nothing'
  | 'optional'
  | 'count';

/**
 * The types of promptfoo's assertions ("Assertions & metrics", deterministic and model-graded), and what each needs. All but the
 * two that compare outputs have a `not-` form.
 */
const TYPES: ReadonlyMap<string, Wants> = new Map<string, Wants>([
  ...each('text', ['starts-with', 'regex', 'webhook', 'javascript', 'python', 'ruby', 'levenshtein']),
  ...each('text', ['factuality', 'model-graded-closedqa', 'model-graded-factuality', 'context-recall']),
  ...each('text', [
    'pi',
    'rouge-n',
    'search-rubric',
    'finish-reason',
    'select-best',
    'trajectory:goal-success',
  ]),
  ...each('text or number', ['contains', 'icontains']),
  ...each('texts', ['contains-all', 'contains-any', 'icontains-all', 'icontains-any']),
  ...each('text or texts', ['bleu', 'gleu', 'meteor', 'g-eval', 'similar', 'similar:cosine', 'similar:dot']),
  ...each('text or texts', ['similar:euclidean', 'tool-call-f1']),
  ...each('anything', ['equals', 'skill-used', 'trace-span-count', 'trace-span-duration', 'classifier']),
  ...each('anything', ['trajectory:step-count', 'trajectory:tool-args-match', 'trajectory:tool-sequence']),
  ...each('anything', ['trajectory:tool-used', 'llm-rubric', 'agent-rubric']),
  ...each('count', ['word-count']),
  ...each('optional', ['is-json', 'contains-json', 'is-sql', 'contains-sql', 'is-xml', 'contains-xml']),
  ...each('optional', ['is-html', 'contains-html', 'is-refusal', 'is-valid-function-call', 'moderation']),
  ...each('optional', ['is-valid-openai-function-call', 'is-valid-openai-tools-call', 'guardrails']),
  ...each('optional', ['answer-relevance', 'context-faithfulness', 'context-relevance', 'human']),
  ...each('optional', ['conversation-relevance', 'trace-error-spans', 'max-score', 'perplexity']),
  ...each('optional', ['perplexity-score']),
  ...each('nothing', ['cost', 'latency']),
]);
const WITHOUT_NOT: ReadonlySet<string> = new Set(['select-best', 'max-score', 'human']);
/** Those that measure something against a limit, and are nothing without it. */
const NEED_THRESHOLD: ReadonlySet<string> = new Set(['cost', 'latency']);

function each(wants: Wants, names: readonly string[]): [string, Wants][] {
  return names.map((name) => [name, wants]);
}

/** What is wrong with an assertion, and in which of its fields (undefined: the assertion itself). */
export interface AssertionFinding {
  readonly field: 'type' | 'value' | 'threshold' | undefined;
  readonly message: string;
}

/** The type without its `not-`, or undefined when there is no such type. */
export function assertionType(type: string): string | undefined {
  if (TYPES.has(type)) return type;
  const plain = type.startsWith('not-') ? type.slice('not-'.length) : undefined;
  return plain !== undefined && TYPES.has(plain) && !WITHOUT_NOT.has(plain) ? plain : undefined;
}

/** Checks one assertion that is no set. Pure. A regular expression is only compiled, never run. */
export function assertionFindings(type: string, value: Value, threshold: Value): readonly AssertionFinding[] {
  const plain = assertionType(type);
  if (plain === undefined) return unknownType(type);
  const findings: AssertionFinding[] = [];
  const wants = TYPES.get(plain) ?? 'anything';
  const expected = fits(wants, value);
  if (expected !== undefined) {
    const field = value === undefined || value === null ? undefined : 'value';
    findings.push({ field, message: `An assertion "${type}" needs a "value": ${expected}.` });
  } else if (plain === 'regex' && typeof value === 'string') findings.push(...regexFindings(value));
  if (NEED_THRESHOLD.has(plain) && threshold === undefined) {
    const unit = plain === 'cost' ? 'US dollars' : 'milliseconds';
    findings.push({ field: undefined, message: `An assertion "${type}" needs a "threshold" in ${unit}.` });
  }
  return findings;
}

function unknownType(type: string): AssertionFinding[] {
  if (type.startsWith('promptfoo:redteam:')) return [];
  const negated = type.startsWith('not-');
  const known = [...TYPES.keys()].map((name) => (negated ? `not-${name}` : name));
  const hint = didYouMean(type, known) || ' Look its types up under "Assertions & metrics" of promptfoo.';
  return [{ field: 'type', message: `There is no assertion "${type.slice(0, 80)}".${hint}` }];
}

/** What is expected instead of `value`, or undefined when it fits. */
function fits(wants: Wants, value: Value): string | undefined {
  const isText = typeof value === 'string' && value.trim() !== '';
  const areTexts = isList(value) && value.length > 0 && value.every((one) => typeof one === 'string');
  switch (wants) {
    case 'text':
      return isText ? undefined : 'a text that is not empty';
    case 'text or number':
      return isText || typeof value === 'number' ? undefined : 'a text or a number';
    case 'texts':
      return isText || (isList(value) && value.length > 0) ? undefined : 'a list of texts';
    case 'text or texts':
      return isText || areTexts ? undefined : 'a text, or a list of texts';
    case 'anything':
      return value === undefined ? 'what is expected' : undefined;
    case 'count': {
      const counts = typeof value === 'number' || isText;
      const limits = isFields(value) && (value.min !== undefined || value.max !== undefined);
      return counts || limits ? undefined : 'a number of words, or "min" and "max"';
    }
    case 'nothing':
    case 'optional':
      return undefined;
  }
}

/** Values are templates: what holds `{{` is only known when a test runs. */
function regexFindings(source: string): AssertionFinding[] {
  if (source.includes('{{')) return [];
  const broken = (why: string): AssertionFinding[] => [
    { field: 'value', message: `This is no regular expression: ${why}. Correct it here.` },
  ];
  if (source.length > 2_000) return broken('it is longer than 2000 characters');
  try {
    new RegExp(source);
    return [];
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return broken(said.slice(said.lastIndexOf(': ') + 2).slice(0, 100) || 'it cannot be compiled');
  }
}
