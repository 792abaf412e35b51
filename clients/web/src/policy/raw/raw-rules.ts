/** What becomes of calls without a governed prompt, of whom and where. */
export type RawRow = {
  /** An app's id, or `everybody`. */
  who: string;
  /** Empty for any. */
  environment: string;
  does: RawDoes;
};
export type RawDoes = 'observe' | 'warn' | 'refuse';

export const rawFile = 'raw-calls.cedar';
export const everybody = 'everybody';
const prefix = 'raw_calls';

const text = (value: string): string => JSON.stringify(value);
const rank = ({ who, environment }: RawRow): number =>
  (who === everybody ? 0 : 2) + (environment === '' ? 0 : 1);
const inEnvironment = (name: string): string =>
  `context has environment && context.environment == ${text(name)}`;

/** What of another row a row has to leave to it: the one that says more exactly whom or where counts. Null where they never meet. */
function leftTo(row: RawRow, other: RawRow): string | null {
  const meet =
    (row.who === everybody || other.who === row.who) &&
    (row.environment === '' || other.environment === '' || row.environment === other.environment);
  if (!meet || rank(other) <= rank(row)) return null;
  const parts = [
    ...(other.who === row.who ? [] : [`principal == App::${text(other.who)}`]),
    ...(other.environment === '' || other.environment === row.environment
      ? []
      : [inEnvironment(other.environment)]),
  ];
  return parts.length === 1 ? (parts[0] ?? null) : `(${parts.join(' && ')})`;
}

/** The rules in Cedar, as a person would write them. Pure. */
export function rawCedar(rows: readonly RawRow[], reason: string): string {
  const rules = rows.map((row) => {
    const { who, environment, does } = row;
    const others = rows.flatMap((other) => leftTo(row, other) ?? []);
    return [
      `@id(${text(`${prefix}.${who}.${environment === '' ? 'any' : environment}`)})`,
      `@mode("${does === 'observe' ? 'monitor' : 'enforce'}")`,
      `@reason(${text(reason.trim())})`,
      ...(does === 'warn' ? ['@obligation("warn")'] : []),
      `forbid (\n  principal${who === everybody ? '' : ` == App::${text(who)}`},\n  action == Action::"execution.create_raw",\n  resource\n)`,
      ...(environment === '' ? [] : [`when { ${inEnvironment(environment)} }`]),
      ...(others.length === 0 ? [] : [`unless\n{\n  ${others.join(' ||\n  ')}\n}`]),
    ].join('\n');
  });
  return `// Calls without a governed prompt. The form under Policy, Raw calls, writes this file.\n${rules.join(';\n\n')};\n`;
}

type Rule = { id: string; mode: string; obligations: readonly { kind: string }[]; file: string };

/** The rows that rules in force say, as far as the form wrote them. Pure. */
export function rowsFrom(rules: readonly Rule[]): RawRow[] {
  return rules.flatMap(({ id, mode, obligations, file }): RawRow[] => {
    const [start, who, ...rest] = id.split('.');
    if (file !== rawFile || start !== prefix || who === undefined || rest.length === 0) return [];
    const named = rest.join('.');
    const warns = obligations.some(({ kind }) => kind === 'warn');
    const does = mode === 'monitor' ? 'observe' : warns ? 'warn' : 'refuse';
    return [{ who, environment: named === 'any' ? '' : named, does }];
  });
}

/** Two rows that say something of the same calls; null when there are none. */
export function twice(rows: readonly RawRow[]): RawRow | null {
  const key = ({ who, environment }: RawRow) => `${who} ${environment}`;
  return rows.find((row, at) => rows.findIndex((other) => key(other) === key(row)) !== at) ?? null;
}
