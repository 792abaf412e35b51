import { didYouMean } from '../dotprompt/fault.ts';
import { ExpressionFault } from './expression-tokens.ts';
import { CONDITION_FIELDS, type ConditionType, type Expression } from './expression-tree.ts';

/** Fields that hold one of a few words: a misspelt one would never be met. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  risk: ['low', 'medium', 'high'],
  kind: [
    'prompt',
    'policy',
    'workflow',
    'evaluation',
    'skill',
    'requirement',
    'classes',
    'model',
    'use-case',
    'value-model',
    'other',
  ],
};

/**
 * What an expression is, with its parts compared for what they are: a condition that is read never fails when it is asked.
 * @throws ExpressionFault
 */
export function typeOf(expression: Expression): ConditionType {
  switch (expression.op) {
    case 'literal':
      return literalType(expression.value);
    case 'field':
      return CONDITION_FIELDS[expression.name];
    case 'list':
      return listType(expression.items);
    case 'not':
      return allBoolean('!', expression.of);
    case 'and':
      return allBoolean('&&', expression.left, expression.right);
    case 'or':
      return allBoolean('||', expression.left, expression.right);
    case 'compare':
      return comparisonType(expression);
  }
}

function literalType(value: string | number | boolean | null): ConditionType {
  if (value === null) return 'null';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

function listType(items: readonly (string | number)[]): ConditionType {
  if (items.every((item) => typeof item === 'string')) return 'texts';
  if (items.every((item) => typeof item === 'number')) return 'numbers';
  throw new ExpressionFault('A list holds either texts or numbers. Make two conditions of it.', 0);
}

function allBoolean(sign: string, ...parts: readonly Expression[]): 'boolean' {
  if (parts.every((part) => typeOf(part) === 'boolean')) return 'boolean';
  throw new ExpressionFault(`"${sign}" stands between conditions. Compare each side with something.`, 0);
}

function comparisonType({ by, left, right }: Extract<Expression, { op: 'compare' }>): 'boolean' {
  const [one, other] = [typeOf(left), typeOf(right)];
  refuseUnknownWords(left, right);
  refuseUnknownWords(right, left);
  if (by === 'in') {
    if ((one === 'text' && other === 'texts') || (one === 'number' && other === 'numbers')) return 'boolean';
    throw new ExpressionFault('"in" asks whether a text is in a list, such as "personal" in dataClasses.', 0);
  }
  if (by === '==' || by === '!=') {
    const comparable = one === other && (one === 'text' || one === 'number' || one === 'boolean');
    const absent = (one === 'null' && other === 'text') || (one === 'text' && other === 'null');
    if (comparable || absent) return 'boolean';
    if (one === 'texts' || other === 'texts')
      throw new ExpressionFault('Whether a text is in a list is asked with "in". Write it so.', 0);
    throw new ExpressionFault(`A ${one} is never equal to a ${other}. Compare the same kind of thing.`, 0);
  }
  if (one === 'number' && other === 'number') return 'boolean';
  throw new ExpressionFault(`"${by}" compares numbers, such as assets > 5. Use == for texts.`, 0);
}

function refuseUnknownWords(field: Expression, value: Expression): void {
  const known = field.op === 'field' ? WORDS[field.name] : undefined;
  if (known === undefined || field.op !== 'field') return;
  const said = value.op === 'literal' ? [value.value] : value.op === 'list' ? value.items : [];
  for (const word of said) {
    if (typeof word !== 'string' || known.includes(word)) continue;
    const hint = didYouMean(word, known) || ` It is one of ${known.join(', ')}.`;
    throw new ExpressionFault(`"${field.name}" is never "${word.slice(0, 40)}".${hint}`, 0);
  }
}
