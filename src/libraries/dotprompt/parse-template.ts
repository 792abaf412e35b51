import { didYouMean, type FaultCode, FaultError, type Position } from './fault.ts';
import { type Excess, findExcess } from './scan.ts';
import { arityFault } from './signatures.ts';
import { isLiteral, isNode, lineAndColumn, type Node, nodesIn, readSyntax, startOf } from './syntax.ts';
import {
  BLOCK_HELPERS,
  type BlockHelper,
  type Expression,
  type Hash,
  type PathExpression,
  PRINTING_HELPERS,
  type PrintingHelper,
  type Program,
  type Statement,
  TEMPLATE_LIMITS,
  type Template,
} from './template.ts';

const NO_HASH: Hash = new Map();
const HELPERS = [...PRINTING_HELPERS, ...BLOCK_HELPERS];

/**
 * Parses and checks a template; nothing is evaluated. Pure; takes at most some 0.2 s at the limits.
 * `origin` is where the text starts in its file, so that faults name the place that the author sees.
 * @throws FaultError
 */
export function parseTemplate(
  text: string,
  { origin = { line: 1, column: 1 }, partial }: { origin?: Position; partial?: string | undefined } = {},
): Template {
  return new TemplateReader(origin, partial).read(text);
}

class TemplateReader {
  readonly #origin: Position;
  readonly #partial: string | undefined;
  readonly #partials = new Map<string, Position>();
  #nodes = 0;

  constructor(origin: Position, partial: string | undefined) {
    this.#origin = origin;
    this.#partial = partial;
  }

  read(text: string): Template {
    const excess = findExcess(text);
    if (excess) this.#exceed(excess.limit, this.#place(lineAndColumn(text, excess.offset)));
    const program = this.#program(this.#parse(text), 0);
    return {
      program: program ?? { body: [], blockParams: [] },
      partials: this.#partials,
      partial: this.#partial,
    };
  }

  #parse(text: string): unknown {
    const read = readSyntax(text);
    if (read.ok) return read.tree;
    if (read.tooDeep) return this.#limit('blockDepth', this.#origin);
    return this.#fail(
      'prompt.unparsable',
      this.#place(read.at),
      `The template cannot be read here. ${read.why}`,
    );
  }

  /** From the parser's count (columns from 0, the template's own lines) to the file's. */
  #place({ line, column }: Position): Position {
    return { line: this.#origin.line + line - 1, column: (line === 1 ? this.#origin.column : 1) + column };
  }

  #at(node: Node): Position {
    return this.#place(startOf(node));
  }

  #fail(code: FaultCode, at: Position, message: string): never {
    const partial = this.#partial === undefined ? {} : { partial: this.#partial };
    throw new FaultError({ code, message, line: at.line, column: at.column, ...partial });
  }

  #exceed(limit: Excess['limit'], at: Position): never {
    if (limit !== 'rawBlock') this.#limit(limit, at);
    this.#fail(
      'prompt.construct_refused',
      at,
      'Raw blocks ({{{{…}}}}) are not part of Dotprompt. Write \\{{ for braces meant as text.',
    );
  }

  #limit(limit: keyof typeof TEMPLATE_LIMITS, at: Position): never {
    const what = {
      characters: 'characters',
      tags: 'tags ({{…}})',
      tagCharacters: 'characters inside one tag',
      charactersInTags: 'characters inside its tags',
      nodes: 'expressions',
      blockDepth: 'blocks inside each other',
      expressionDepth: 'expressions inside each other',
      pathParts: 'names in one path',
      blockParams: 'names in one "as |…|"',
    }[limit];
    this.#fail(
      'prompt.limit_exceeded',
      at,
      `A template may hold at most ${TEMPLATE_LIMITS[limit]} ${what}. Split it into partials or shorten it.`,
    );
  }

  #program(input: unknown, depth: number): Program | undefined {
    if (!isNode(input)) return undefined;
    const names = input.blockParams;
    const blockParams = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
    if (depth > TEMPLATE_LIMITS.blockDepth) this.#limit('blockDepth', this.#at(input));
    const body = nodesIn(input.body).flatMap((node) => this.#statement(node, depth));
    return { body, blockParams };
  }

  #statement(node: Node, depth: number): readonly Statement[] {
    this.#count(node);
    switch (node.type) {
      case 'CommentStatement':
        return [];
      case 'ContentStatement':
        return typeof node.value === 'string' && node.value !== ''
          ? [{ type: 'text', text: node.value }]
          : [];
      case 'MustacheStatement':
        return [this.#mustache(node)];
      case 'BlockStatement':
        return [this.#block(node, depth)];
      case 'PartialStatement':
        return [this.#include(node)];
      default:
        return this.#fail(
          'prompt.construct_refused',
          this.#at(node),
          'Decorators, inline partials and partial blocks are not part of Dotprompt. Use a partial: {{> name}}.',
        );
    }
  }

  #mustache(node: Node): Statement {
    const at = this.#at(node);
    const { name, path, params, hash } = this.#call(node);
    if (name === undefined) return { type: 'print', value: path, at };
    if (isBlockHelper(name)) {
      return this.#fail(
        'prompt.helper_misused',
        at,
        `"${name}" encloses text. Write {{#${name} …}} … {{/${name}}}.`,
      );
    }
    if (!isPrintingHelper(name)) return this.#unknown(name, at);
    this.#checkArguments(name, params, hash, at);
    return { type: 'call', helper: name, params, hash, at };
  }

  #block(node: Node, depth: number): Statement {
    const at = this.#at(node);
    const { name, path, params, hash } = this.#call(node);
    if (name !== undefined && isPrintingHelper(name)) {
      return this.#fail(
        'prompt.helper_misused',
        at,
        `"${name}" encloses nothing. Write {{${name} …}} without "#".`,
      );
    }
    if (name !== undefined && !isBlockHelper(name)) return this.#unknown(name, at);
    const helper = name ?? 'value';
    const given = name === undefined ? [path] : params;
    this.#checkArguments(helper, given, hash, at);
    const program = this.#program(node.program, depth + 1);
    const inverse = this.#program(node.inverse, depth + 1);
    this.#checkBlockParams(helper, program?.blockParams ?? [], at);
    return { type: 'block', helper, params: given, hash, program, inverse, at };
  }

  #checkBlockParams(helper: BlockHelper | 'value', names: readonly string[], at: Position): void {
    if (names.length > TEMPLATE_LIMITS.blockParams) this.#limit('blockParams', at);
    if (names.length > 0 && helper !== 'each' && helper !== 'with' && helper !== 'value') {
      this.#fail(
        'prompt.helper_misused',
        at,
        `"as |…|" belongs to #each and #with, not to #${helper}. Remove it.`,
      );
    }
    const taken = names.find((name) => HELPERS.some((known) => known === name));
    if (taken !== undefined) {
      this.#fail('prompt.helper_misused', at, `"${taken}" is a helper. Choose another name inside "as |…|".`);
    }
  }

  #include(node: Node): Statement {
    const at = this.#at(node);
    const name = this.#partialName(node.name, at);
    const params = nodesIn(node.params);
    if (params.length > 1) {
      this.#fail(
        'prompt.helper_misused',
        at,
        'A partial takes at most one context. Pass more as name=value.',
      );
    }
    const context = params[0] && this.#expression(params[0], 0);
    if (!this.#partials.has(name)) this.#partials.set(name, at);
    const indent = typeof node.indent === 'string' ? node.indent : '';
    return { type: 'partial', name, context, hash: this.#hash(node.hash, 0), indent, at };
  }

  #partialName(input: unknown, at: Position): string {
    const original = isNode(input) && input.type !== 'SubExpression' ? input.original : undefined;
    const name = typeof original === 'string' || typeof original === 'number' ? `${original}` : '';
    if (
      name === '' ||
      name.startsWith('@') ||
      name.split('/').some((part) => part === '..' || part === '.')
    ) {
      this.#fail(
        'prompt.construct_refused',
        at,
        'A partial is named outright, relative to its library: {{> shared/footer}}.',
      );
    }
    return name;
  }

  /** Tells a helper (`name`) from a variable (`path`): what has arguments is one, and so is every name of ours. */
  #call(node: Node): {
    name: string | undefined;
    path: Expression;
    params: readonly Expression[];
    hash: Hash;
  } {
    const head = node.path;
    const params = nodesIn(node.params).map((param) => this.#expression(param, 1));
    const hash = this.#hash(node.hash, 1);
    const path = this.#callee(head, this.#at(node));
    const name = written(path);
    const called = params.length > 0 || node.hash !== undefined;
    return {
      name: called || HELPERS.some((helper) => helper === name) ? name : undefined,
      path,
      params,
      hash,
    };
  }

  /** `{{"odd name"}}` and `{{12}}` look a variable of that name up. */
  #callee(input: unknown, at: Position): PathExpression {
    if (isNode(input) && input.type === 'PathExpression') return this.#path(input);
    if (isNode(input) && input.type.endsWith('Literal') && 'original' in input) {
      return { type: 'path', data: false, depth: 0, scoped: false, parts: [`${input.original}`] };
    }
    return this.#fail(
      'prompt.construct_refused',
      at,
      'Only a name can be called here. Write {{name}} or {{helper value}}.',
    );
  }

  #path(node: Node): PathExpression {
    const original = typeof node.original === 'string' ? node.original : '';
    const parts = Array.isArray(node.parts) ? node.parts : [];
    if (parts.length > TEMPLATE_LIMITS.pathParts) this.#limit('pathParts', this.#at(node));
    const names = parts.filter((part) => typeof part === 'string');
    if (
      names.length !== parts.length ||
      (original.includes('.#') && names.some((name) => name.startsWith('#')))
    ) {
      this.#fail(
        'prompt.construct_refused',
        this.#at(node),
        'This kind of path is not part of Dotprompt. Use plain names.',
      );
    }
    return {
      type: 'path',
      data: node.data === true,
      depth: typeof node.depth === 'number' ? node.depth : 0,
      scoped: /^(\.|this\b)/.test(original),
      parts: names,
    };
  }

  #expression(node: Node, depth: number): Expression {
    this.#count(node);
    if (depth > TEMPLATE_LIMITS.expressionDepth) this.#limit('expressionDepth', this.#at(node));
    if (node.type === 'PathExpression') return this.#path(node);
    if (node.type === 'SubExpression') return this.#subexpression(node, depth);
    if (node.type === 'UndefinedLiteral') return { type: 'literal', value: undefined };
    if (node.type === 'NullLiteral') return { type: 'literal', value: null };
    if (isLiteral(node.value) && node.type.endsWith('Literal')) return { type: 'literal', value: node.value };
    return this.#fail(
      'prompt.construct_refused',
      this.#at(node),
      'Lists and objects cannot be written inside a tag. Pass them as a variable.',
    );
  }

  #subexpression(node: Node, depth: number): Expression {
    const at = this.#at(node);
    const path = this.#callee(node.path, at);
    const name = written(path);
    if (name !== 'json') {
      if (!HELPERS.some((helper) => helper === name)) this.#unknown(name, at);
      this.#fail(
        'prompt.helper_misused',
        at,
        `"${name}" cannot stand inside another expression; only "json" can.`,
      );
    }
    const params = nodesIn(node.params).map((param) => this.#expression(param, depth + 1));
    const hash = this.#hash(node.hash, depth + 1);
    this.#checkArguments('json', params, hash, at);
    return { type: 'json', value: params[0] ?? { type: 'literal', value: undefined }, hash };
  }

  #hash(input: unknown, depth: number): Hash {
    if (!isNode(input)) return NO_HASH;
    const pairs = nodesIn(input.pairs).flatMap((pair) =>
      typeof pair.key === 'string' && isNode(pair.value)
        ? [[pair.key, this.#expression(pair.value, depth + 1)] as const]
        : [],
    );
    return new Map(pairs);
  }

  #checkArguments(
    name: PrintingHelper | BlockHelper | 'value',
    params: readonly Expression[],
    hash: Hash,
    at: Position,
  ): void {
    const message = arityFault(name, params, hash);
    if (message) this.#fail(message.code, at, message.message);
  }

  #unknown(name: string, at: Position): never {
    const hint = didYouMean(name, HELPERS) || ` The helpers are ${HELPERS.join(', ')}.`;
    this.#fail('prompt.unknown_helper', at, `There is no helper "${name.slice(0, 80)}".${hint}`);
  }

  #count(node: Node): void {
    this.#nodes += 1;
    if (this.#nodes > TEMPLATE_LIMITS.nodes) this.#limit('nodes', this.#at(node));
  }
}

/** A path as its author wrote it; only an unadorned single name can be a helper's. */
function written(path: PathExpression): string {
  return `${path.data ? '@' : ''}${'../'.repeat(path.depth)}${path.scoped ? './' : ''}${path.parts.join('.')}`;
}

function isPrintingHelper(name: string): name is PrintingHelper {
  return PRINTING_HELPERS.some((helper) => helper === name);
}

function isBlockHelper(name: string): name is BlockHelper {
  return BLOCK_HELPERS.some((helper) => helper === name);
}
