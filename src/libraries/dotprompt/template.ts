import type { Position } from './fault.ts';

/** Helpers that print something: `{{role "system"}}`. Only `json` may stand inside another expression. */
export const PRINTING_HELPERS = ['role', 'history', 'media', 'section', 'json'] as const;
/** Helpers that enclose something: `{{#if ready}}…{{/if}}`. */
export const BLOCK_HELPERS = ['if', 'unless', 'each', 'with', 'ifEquals', 'unlessEquals'] as const;

export type PrintingHelper = (typeof PRINTING_HELPERS)[number];
export type BlockHelper = (typeof BLOCK_HELPERS)[number];

/** What one template may hold. Beyond it the answer is the fault `prompt.limit_exceeded`, before any work is done. */
export const TEMPLATE_LIMITS = {
  characters: 256 * 1024,
  tags: 5_000,
  /** Of one tag; comments do not count. */
  tagCharacters: 2_048,
  charactersInTags: 64 * 1024,
  nodes: 50_000,
  blockDepth: 64,
  expressionDepth: 16,
  pathParts: 32,
  blockParams: 2,
} as const;

export type Literal = string | number | boolean | null | undefined;

export interface PathExpression {
  readonly type: 'path';
  /** `@index` and the like. */
  readonly data: boolean;
  /** How many `../` lead out of the current context. */
  readonly depth: number;
  /** Written `this.x` or `./x`: never a block parameter. */
  readonly scoped: boolean;
  readonly parts: readonly string[];
}

export type Expression =
  | { readonly type: 'literal'; readonly value: Literal }
  | PathExpression
  | { readonly type: 'json'; readonly value: Expression; readonly hash: Hash };

export type Hash = ReadonlyMap<string, Expression>;

export interface Call<Name> {
  readonly helper: Name;
  readonly params: readonly Expression[];
  readonly hash: Hash;
  readonly at: Position;
}

export type Statement =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'print'; readonly value: Expression; readonly at: Position }
  | ({ readonly type: 'call' } & Call<PrintingHelper>)
  | ({ readonly type: 'block' } & Block)
  | ({ readonly type: 'partial' } & Partial);

/** `value` is Mustache's section: `{{#name}}…{{/name}}` for whatever `name` holds. */
export interface Block extends Call<BlockHelper | 'value'> {
  readonly program: Program | undefined;
  readonly inverse: Program | undefined;
}

export interface Partial {
  readonly name: string;
  readonly context: Expression | undefined;
  readonly hash: Hash;
  /** White space before a partial that stands alone on its line; put before each line of its output. */
  readonly indent: string;
  readonly at: Position;
}

export interface Program {
  readonly body: readonly Statement[];
  /** The names after `as |…|`. */
  readonly blockParams: readonly string[];
}

/** A checked template: it names no helper that we do not have and fits the limits. */
export interface Template {
  readonly program: Program;
  /** Names of the partials it includes, each with the first place. */
  readonly partials: ReadonlyMap<string, Position>;
  /** The partial that this is, or undefined for a prompt. */
  readonly partial: string | undefined;
}
