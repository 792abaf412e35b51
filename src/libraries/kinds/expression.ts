import { didYouMean } from '../dotprompt/fault.ts';
import { ExpressionFault, type Token, tokensOf } from './expression-tokens.ts';
import { CONDITION_FIELDS, type ConditionField, comparisons, type Expression } from './expression-tree.ts';
import { typeOf } from './expression-types.ts';

const fieldNames: readonly string[] = Object.keys(CONDITION_FIELDS);
const isField = (name: string): name is ConditionField => fieldNames.includes(name);

export const EXPRESSION_LIMITS = { characters: 1_000, tokens: 200, depth: 20, items: 50 } as const;

export type ExpressionResult =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly message: string; readonly at: number };

/** Reads a condition such as `risk == "high" || "personal" in dataClasses`. Pure, total, bounded. */
export function parseExpression(source: string): ExpressionResult {
  if (source.length > EXPRESSION_LIMITS.characters)
    return { ok: false, message: 'This condition is too long. Make two rules of it.', at: 0 };
  try {
    const tokens = tokensOf(source);
    if (tokens.length > EXPRESSION_LIMITS.tokens)
      throw new ExpressionFault('This condition has too many parts. Make two rules of it.', 0);
    const expression = new Reader(tokens).whole();
    if (typeOf(expression) !== 'boolean')
      throw new ExpressionFault('A condition is true or false. Compare this with something.', 0);
    return { ok: true, expression };
  } catch (error) {
    if (error instanceof ExpressionFault) return { ok: false, message: error.message, at: error.at };
    throw error;
  }
}

/** Precedence, weakest first: `||`, `&&`, `!`, comparisons. */
class Reader {
  #next = 0;
  #depth = 0;
  readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#either();
    const rest = this.#token();
    if (rest.type !== 'end') throw new ExpressionFault(unexpected(rest), rest.at);
    return expression;
  }

  #token(): Token {
    return this.tokens[this.#next] ?? { type: 'end', value: '', at: 0 };
  }

  #take(sign: string): boolean {
    const token = this.#token();
    if (token.type !== 'sign' || token.value !== sign) return false;
    this.#next += 1;
    return true;
  }

  #either(): Expression {
    let left = this.#both();
    while (this.#take('||')) left = checked({ op: 'or', left, right: this.#both() }, this.#token().at);
    return left;
  }

  #both(): Expression {
    let left = this.#not();
    while (this.#take('&&')) left = checked({ op: 'and', left, right: this.#not() }, this.#token().at);
    return left;
  }

  #not(): Expression {
    const { at } = this.#token();
    if (!this.#take('!')) return this.#compared();
    return checked({ op: 'not', of: this.#deeper(() => this.#not(), at) }, at);
  }

  #compared(): Expression {
    const { at } = this.#token();
    const left = this.#operand();
    const by = comparisons.find((sign) => this.#take(sign));
    if (by === undefined) return left;
    return checked({ op: 'compare', by, left, right: this.#operand() }, at);
  }

  #operand(): Expression {
    const token = this.#token();
    this.#next += 1;
    if (token.type === 'text' || token.type === 'number') return { op: 'literal', value: token.value };
    if (token.type === 'name') return named(token.value, token.at);
    if (token.value === '[') return this.#list(token.at);
    if (token.value !== '(') throw new ExpressionFault(unexpected(token), token.at);
    const inside = this.#deeper(() => this.#either(), token.at);
    if (!this.#take(')')) throw new ExpressionFault('A "(" is not closed. Close it.', token.at);
    return inside;
  }

  #list(at: number): Expression {
    const items: (string | number)[] = [];
    while (!this.#take(']')) {
      if (items.length > 0 && !this.#take(','))
        throw new ExpressionFault(
          'A list is written ["one", "two"]. Put a comma or "]" here.',
          this.#token().at,
        );
      const item = this.#token();
      if (item.type !== 'text' && item.type !== 'number')
        throw new ExpressionFault('A list holds texts or numbers. Write ["one", "two"].', item.at);
      this.#next += 1;
      items.push(item.value);
    }
    if (items.length > EXPRESSION_LIMITS.items)
      throw new ExpressionFault(`A list holds at most ${EXPRESSION_LIMITS.items}. Shorten it.`, at);
    return checked({ op: 'list', items }, at);
  }

  #deeper(read: () => Expression, at: number): Expression {
    this.#depth += 1;
    if (this.#depth > EXPRESSION_LIMITS.depth)
      throw new ExpressionFault('This condition is nested too deep. Flatten it.', at);
    const inside = read();
    this.#depth -= 1;
    return inside;
  }
}

/** @throws ExpressionFault when its parts do not fit together */
function checked(expression: Expression, at: number): Expression {
  try {
    typeOf(expression);
  } catch (error) {
    if (error instanceof ExpressionFault && error.at === 0) throw new ExpressionFault(error.message, at);
    throw error;
  }
  return expression;
}

function named(name: string, at: number): Expression {
  if (name === 'true' || name === 'false') return { op: 'literal', value: name === 'true' };
  if (name === 'null') return { op: 'literal', value: null };
  if (isField(name)) return { op: 'field', name };
  const hint = didYouMean(name, fieldNames) || ` There are ${fieldNames.join(', ')}.`;
  throw new ExpressionFault(`There is no field "${name.slice(0, 40)}". Texts stand in quotes.${hint}`, at);
}

const unexpected = ({ type, value }: Token): string =>
  type === 'end'
    ? 'This condition ends too early. Write the rest of it.'
    : `"${`${value}`.slice(0, 40)}" does not belong here. Put && or || between conditions.`;
