/** One token of Cedar (grammar, "Lexical structure"), with its offset in UTF-16 code units. */
export interface CedarToken {
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n]*|\s+|[?@]?[A-Za-z_][A-Za-z0-9_]*|\d+|&&|\|\||[=!<>]=|::|[\s\S]/g;

/** The tokens of a text without white space and comments; stops at a string that is never closed. Pure, linear. */
export function cedarTokens(text: string): readonly CedarToken[] {
  const tokens: CedarToken[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (/^(?:\s|\/\/)/.test(token)) continue;
    if (token === '"') break;
    tokens.push({ text: token, at: match.index });
  }
  return tokens;
}

/**
 * What Cedar's parser is given at most. It recurses on a small stack, and a stack that overflows leaves the module unusable for the
 * whole process, verdicts included: measured deaths begin at 128 nested lists and above 1,000 chained operators.
 */
export const CEDAR_LIMITS = { bytes: 131_072, depth: 24, operators: 400, policies: 1_000 } as const;

const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);
/** What makes a tree deeper without a bracket. */
const DEEPENING: ReadonlySet<string> = new Set([
  ...['&&', '||', '+', '-', '*', '!', '.', '[', '<', '>', '==', '!=', '<=', '>=', '::'],
  ...['if', 'then', 'else', 'in', 'has', 'like', 'is', 'when', 'unless'],
]);

/** The first token beyond the limits, and what is too much. */
export function beyondLimits(
  tokens: readonly CedarToken[],
  { angles }: { readonly angles: boolean },
): { readonly at: number; readonly what: string } | undefined {
  let open = 0;
  let operators = 0;
  let policies = 0;
  for (const { text, at } of tokens) {
    if (OPENING.has(text) || (angles && text === '<')) open += 1;
    else if (CLOSING.has(text) || (angles && text === '>')) open = Math.max(0, open - 1);
    if (DEEPENING.has(text)) operators += 1;
    if (text === ';') {
      if (open === 0) operators = 0;
      policies += 1;
    }
    if (open > CEDAR_LIMITS.depth) return { at, what: `nested deeper than ${CEDAR_LIMITS.depth} brackets` };
    if (operators > CEDAR_LIMITS.operators)
      return { at, what: `made of more than ${CEDAR_LIMITS.operators} operators in one rule` };
    if (policies > CEDAR_LIMITS.policies) return { at, what: `longer than ${CEDAR_LIMITS.policies} rules` };
  }
  return undefined;
}

/** One rule as its tokens tell it. */
export interface CedarRule {
  readonly annotations: readonly CedarAnnotation[];
  readonly effect: 'permit' | 'forbid';
  /** From the first annotation, or the effect. */
  readonly start: number;
  /** After the `;`. */
  readonly end: number;
}

export interface CedarAnnotation {
  /** Without the `@`. */
  readonly name: string;
  /** Unescaped; undefined when it has none. */
  readonly value: string | undefined;
  readonly at: number;
  readonly valueAt: number;
}

/** The rules of a text that Cedar's parser accepted. Pure. */
export function cedarRules(tokens: readonly CedarToken[]): readonly CedarRule[] {
  const rules: CedarRule[] = [];
  let first = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.text !== ';') continue;
    const rule = ruleOf(tokens.slice(first, index), token.at + 1);
    if (rule !== undefined) rules.push(rule);
    first = index + 1;
  }
  return rules;
}

function ruleOf(tokens: readonly CedarToken[], end: number): CedarRule | undefined {
  const annotations: CedarAnnotation[] = [];
  const start = tokens[0]?.at ?? 0;
  let index = 0;
  for (let token = tokens[index]; token?.text.startsWith('@'); token = tokens[index]) {
    // The name may stand apart from its sign.
    const name = token.text === '@' ? (tokens[++index]?.text ?? '') : token.text.slice(1);
    const literal = tokens[index + 1]?.text === '(' ? tokens[index + 2] : undefined;
    annotations.push({
      name,
      value: literal === undefined ? undefined : unescaped(literal.text.slice(1, -1)),
      at: token.at,
      valueAt: literal?.at ?? token.at,
    });
    index += literal === undefined ? 1 : 4;
  }
  const effect = tokens[index]?.text;
  return effect === 'permit' || effect === 'forbid' ? { annotations, effect, start, end } : undefined;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['0', '\0'],
]);

/** Cedar's escapes, which are Rust's. The parser has refused all others. */
function unescaped(raw: string): string {
  return raw.replaceAll(
    /\\(?:u\{([0-9A-Fa-f_]{1,8})\}|x([0-7][0-9A-Fa-f])|([\s\S]))/g,
    (_, point, hex, one) => {
      const code: string | undefined = point ?? hex;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code.replaceAll('_', ''), 16) || 0);
      return ESCAPES.get(one) ?? one;
    },
  );
}
