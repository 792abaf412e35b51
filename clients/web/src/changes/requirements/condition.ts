/** Fields that a condition may ask about, as people say them. The rest of the language is for the text. */
export const conditionFields = {
  risk: { label: 'Risk tier', type: 'text', choices: ['low', 'medium', 'high'] },
  dataClasses: { label: 'Data classes', type: 'texts', choices: [] },
  useCase: { label: 'Use case', type: 'text', choices: [] },
  owner: { label: 'Owner', type: 'text', choices: [] },
  model: { label: 'Model', type: 'text', choices: [] },
  path: { label: 'Path', type: 'text', choices: [] },
  kind: {
    label: 'Kind',
    type: 'text',
    choices: [
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
  },
  environment: { label: 'Environment', type: 'text', choices: [] },
  library: { label: 'Library', type: 'text', choices: [] },
  assets: { label: 'Assets changed', type: 'number', choices: [] },
} as const satisfies Record<
  string,
  { label: string; type: 'text' | 'texts' | 'number'; choices: readonly string[] }
>;
export type ConditionField = keyof typeof conditionFields;

export const isConditionField = (name: string): name is ConditionField =>
  Object.hasOwn(conditionFields, name);

/** The comparisons of each type, as people say them. */
export const operators = {
  text: [
    { value: 'is', label: 'is' },
    { value: 'is-not', label: 'is not' },
  ],
  texts: [
    { value: 'has', label: 'include' },
    { value: 'has-not', label: 'do not include' },
  ],
  number: [
    { value: 'more', label: 'more than' },
    { value: 'at-least', label: 'at least' },
  ],
} as const;
export type Operator = (typeof operators)[keyof typeof operators][number]['value'];

export type ConditionRow = { field: ConditionField; operator: Operator; value: string };
/** All of the rows, or any one of them. */
export type Condition = { join: 'all' | 'any'; rows: ConditionRow[] };

const quoted = '"((?:[^"\\\\]|\\\\.)*)"|\'((?:[^\'\\\\]|\\\\.)*)\'';
const patterns: readonly (readonly [RegExp, (match: RegExpExecArray) => ConditionRow | null])[] = [
  [new RegExp(`^(\\w+)\\s*(==|!=)\\s*(?:${quoted})$`), equality],
  [
    new RegExp(`^(?:${quoted})\\s+in\\s+(\\w+)$`),
    ([, one, other, field = '']) => membership(field, 'has', one ?? other),
  ],
  [
    new RegExp(`^!\\s*\\(\\s*(?:${quoted})\\s+in\\s+(\\w+)\\s*\\)$`),
    ([, one, other, field = '']) => membership(field, 'has-not', one ?? other),
  ],
  [/^(\w+)\s*(>=?)\s*(\d{1,9})$/, amount],
];

function equality([, field = '', sign, one, other]: RegExpExecArray): ConditionRow | null {
  if (!isConditionField(field) || conditionFields[field].type !== 'text') return null;
  return { field, operator: sign === '==' ? 'is' : 'is-not', value: unescaped(one ?? other) };
}

function membership(
  field: string,
  operator: 'has' | 'has-not',
  value: string | undefined,
): ConditionRow | null {
  if (!isConditionField(field) || conditionFields[field].type !== 'texts') return null;
  return { field, operator, value: unescaped(value) };
}

function amount([, field = '', sign, value = '']: RegExpExecArray): ConditionRow | null {
  if (!isConditionField(field) || conditionFields[field].type !== 'number') return null;
  return { field, operator: sign === '>' ? 'more' : 'at-least', value };
}

const unescaped = (value = ''): string => value.replace(/\\(.)/g, '$1');
const quote = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

/** A condition as rows, or null when it says more than rows can: then it is written as text. */
export function conditionFrom(text: string): Condition | null {
  const all = split(text, '&&');
  const any = split(text, '||');
  if (all.length > 1 && any.length > 1) return null;
  const parts = any.length > 1 ? any : all;
  const rows: ConditionRow[] = [];
  for (const part of parts) {
    if (part === '') return text.trim() === '' ? { join: 'all', rows: [] } : null;
    const row = rowFrom(part);
    if (row === null) return null;
    rows.push(row);
  }
  return { join: any.length > 1 ? 'any' : 'all', rows };
}

function rowFrom(part: string): ConditionRow | null {
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(part);
    if (match !== null) return read(match);
  }
  return null;
}

const pieces = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|&&|\|\||[^"'&|]+|./gs;

/** Cuts at a sign that stands outside of quotes. */
function split(text: string, sign: '&&' | '||'): string[] {
  const parts: string[] = [''];
  for (const [piece] of text.matchAll(pieces)) {
    if (piece === sign) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts.map((part) => part.trim());
}

/** The condition in the language of requirements; empty for no rows. */
export const conditionText = ({ join, rows }: Condition): string =>
  rows.map(rowText).join(join === 'all' ? ' && ' : ' || ');

function rowText({ field, operator, value }: ConditionRow): string {
  switch (operator) {
    case 'is':
      return `${field} == ${quote(value)}`;
    case 'is-not':
      return `${field} != ${quote(value)}`;
    case 'has':
      return `${quote(value)} in ${field}`;
    case 'has-not':
      return `!(${quote(value)} in ${field})`;
    case 'more':
      return `${field} > ${/^\d{1,9}$/.test(value) ? value : '0'}`;
    case 'at-least':
      return `${field} >= ${/^\d{1,9}$/.test(value) ? value : '1'}`;
  }
}

/** A row to begin with. */
export function rowFor(field: ConditionField): ConditionRow {
  const { type, choices } = conditionFields[field];
  const [first] = operators[type];
  return { field, operator: first.value, value: choices.at(-1) ?? (type === 'number' ? '5' : '') };
}
