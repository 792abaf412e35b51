import { type FaultCode, FaultError, type Position } from './fault.ts';
import { Output, type Segment } from './output.ts';
import { enter, named, resolve, type Scope } from './scope.ts';
import { isRole, roleMessage } from './signatures.ts';
import type {
  Block,
  Call,
  Expression,
  Hash,
  Partial,
  PrintingHelper,
  Program,
  Statement,
  Template,
} from './template.ts';
import { type Fields, fieldsFrom, isFields, isList, merged, type Value } from './value.ts';

/** What one rendering may cost. A step is one statement, one turn of a loop, or 64 characters of made-up text. */
export const RENDER_LIMITS = { steps: 250_000, characters: 2 * 1024 * 1024, depth: 160 } as const;

/**
 * Evaluates a checked template: Handlebars' meaning (no escaping, known helpers only) by walking the tree. Nothing is
 * compiled, nothing outside `context`, `data` and `partials` can be reached, and the work is bounded by `RENDER_LIMITS`.
 * @throws FaultError
 */
export function interpret(
  template: Template,
  { context, data, partials }: { context: Fields; data: Fields; partials: ReadonlyMap<string, Template> },
): readonly Segment[] {
  const root = 'root' in data ? data : merged(data, fieldsFrom([['root', context]]));
  const scope: Scope = {
    contexts: { here: context, outer: undefined },
    frame: { values: root, outer: { values: data, outer: undefined } },
    locals: named(undefined, []),
    partial: template.partial,
  };
  const interpreter = new Interpreter(partials);
  interpreter.program(template.program, scope);
  return interpreter.output.finish();
}

class Interpreter {
  readonly output = new Output();
  readonly #partials: ReadonlyMap<string, Template>;
  #steps = 0;
  #depth = 0;
  #at: Position = { line: 1, column: 1 };

  constructor(partials: ReadonlyMap<string, Template>) {
    this.#partials = partials;
  }

  program(program: Program | undefined, scope: Scope): void {
    if (!program) return;
    this.#depth += 1;
    if (this.#depth > RENDER_LIMITS.depth) {
      this.#limit(
        scope,
        'Blocks and partials are too deep inside each other. Does a partial include itself without an end?',
      );
    }
    for (const statement of program.body) this.#statement(statement, scope);
    this.#depth -= 1;
  }

  #statement(statement: Statement, scope: Scope): void {
    if (statement.type !== 'text') this.#at = statement.at;
    this.#spend(1, scope);
    if (statement.type === 'text') this.#text(statement.text, scope);
    else if (statement.type === 'print')
      this.#text(this.#show(this.#evaluate(statement.value, scope), scope), scope);
    else if (statement.type === 'call') this.#call(statement, scope);
    else if (statement.type === 'block') this.#block(statement, scope);
    else this.#include(statement, scope);
  }

  #call(call: Call<PrintingHelper>, scope: Scope): void {
    const value = this.#param(call, 0, scope);
    if (call.helper === 'history') this.output.marker({ type: 'history' });
    else if (call.helper === 'media') this.#media(call, scope);
    else if (call.helper === 'json') this.#text(this.#json(value, call.hash, scope), scope);
    else if (call.helper === 'section')
      this.output.marker({ type: 'section', name: this.#show(value, scope) });
    else this.#role(this.#show(value, scope), scope);
  }

  #role(name: string, scope: Scope): void {
    if (!isRole(name)) this.#fail('prompt.role_unknown', scope, roleMessage(name));
    this.output.marker({ type: 'role', role: name });
  }

  #media(call: Call<PrintingHelper>, scope: Scope): void {
    const url = this.#show(this.#named(call.hash, 'url', scope), scope);
    const contentType = this.#show(this.#named(call.hash, 'contentType', scope), scope);
    if (url === '') {
      this.#fail(
        'prompt.media_invalid',
        scope,
        'The url of this {{media}} is empty. Give it one, or put {{#if …}} around it.',
      );
    }
    this.output.marker({ type: 'media', url, ...(contentType === '' ? {} : { contentType }) });
  }

  #block(block: Block, scope: Scope): void {
    const value = this.#param(block, 0, scope);
    if (block.helper === 'each') this.#each(value, block, scope);
    else if (block.helper === 'value') this.#section(value, block, scope);
    else if (block.helper === 'with' && !isEmpty(value)) {
      this.program(block.program, enter(value, scope, named(block.program, [value])));
    } else this.program(this.#holds(value, block, scope) ? block.program : block.inverse, scope);
  }

  /** Which half of a condition is rendered. An empty `#with` has only its `else`. */
  #holds(value: Value, block: Block, scope: Scope): boolean {
    if (block.helper === 'with') return false;
    if (block.helper === 'ifEquals' || block.helper === 'unlessEquals') {
      return (value === this.#param(block, 1, scope)) === (block.helper === 'ifEquals');
    }
    const zeroCounts = Boolean(this.#named(block.hash, 'includeZero', scope));
    const holds = !isEmpty(value) && (Boolean(value) || zeroCounts);
    return holds === (block.helper === 'if');
  }

  /** Mustache's section: lists repeat, `true` keeps the context, everything else but `false` and nothing becomes it. */
  #section(value: Value, block: Block, scope: Scope): void {
    if (isList(value)) this.#each(value, block, scope);
    else if (value === false || value === null || value === undefined) this.program(block.inverse, scope);
    else this.program(block.program, value === true ? scope : enter(value, scope, named(undefined, [])));
  }

  #each(value: Value, block: Block, scope: Scope): void {
    const entries = isList(value) ? [...value.entries()] : isFields(value) ? Object.entries(value) : [];
    if (entries.length === 0) this.program(block.inverse, scope);
    entries.forEach(([key, item], index) => {
      this.#turn(block, item, key, index, entries.length, scope);
    });
  }

  #turn(block: Block, item: Value, key: string | number, index: number, count: number, scope: Scope): void {
    this.#spend(1, scope);
    const loop = fieldsFrom([
      ['key', key],
      ['index', index],
      ['first', index === 0],
      ['last', index === count - 1],
    ]);
    const frame = { values: loop, outer: scope.frame };
    this.program(block.program, { ...enter(item, scope, named(block.program, [item, key])), frame });
  }

  #include(partial: Partial, scope: Scope): void {
    const template = this.#partials.get(partial.name);
    if (!template)
      this.#fail('prompt.partial_missing', scope, `There is no partial "${partial.name}" in this library.`);
    const base = partial.context ? this.#evaluate(partial.context, scope) : scope.contexts.here;
    const over = [...partial.hash].map(([name, value]) => [name, this.#evaluate(value, scope)] as const);
    if (over.length > 0) this.#spend(over.length + Object.keys(Object(base)).length / 16, scope);
    const here = over.length > 0 ? merged(base, fieldsFrom(over)) : base;
    if (partial.indent !== '') this.output.indent(partial.indent);
    this.program(template.program, {
      contexts: { here, outer: undefined },
      frame: scope.frame,
      locals: named(undefined, []),
      partial: template.partial,
    });
    if (partial.indent !== '') this.output.outdent();
  }

  #evaluate(expression: Expression, scope: Scope): Value {
    if (expression.type === 'literal') return expression.value;
    if (expression.type === 'path') return resolve(expression, scope);
    return this.#json(this.#evaluate(expression.value, scope), expression.hash, scope);
  }

  #param(call: Call<string>, index: number, scope: Scope): Value {
    const param = call.params[index];
    return param && this.#evaluate(param, scope);
  }

  #named(hash: Hash, name: string, scope: Scope): Value {
    const value = hash.get(name);
    return value && this.#evaluate(value, scope);
  }

  #json(value: Value, hash: Hash, scope: Scope): string {
    const indent = this.#named(hash, 'indent', scope);
    const text = JSON.stringify(
      value,
      null,
      typeof indent === 'number' || typeof indent === 'string' ? indent : 0,
    );
    this.#spend((text ?? '').length / 64, scope);
    return text ?? 'undefined';
  }

  /** As JavaScript puts a value into a text, without ever calling a method of the value. */
  #show(value: Value, scope: Scope): string {
    if (value === null || value === undefined) return '';
    if (typeof value === 'string') return value;
    if (isFields(value)) return '[object Object]';
    if (!isList(value)) return `${value}`;
    this.#spend(value.length / 16, scope);
    return value.map((item) => this.#show(item, scope)).join(',');
  }

  #text(text: string, scope: Scope): void {
    this.output.text(text);
    if (this.output.length > RENDER_LIMITS.characters) {
      this.#limit(
        scope,
        `The rendered prompt is longer than ${RENDER_LIMITS.characters} characters. Pass less data.`,
      );
    }
  }

  #spend(steps: number, scope: Scope): void {
    this.#steps += steps;
    if (this.#steps > RENDER_LIMITS.steps) {
      this.#limit(
        scope,
        `Rendering takes more than ${RENDER_LIMITS.steps} steps. Use fewer loops or pass less data.`,
      );
    }
  }

  #limit(scope: Scope, message: string): never {
    this.#fail('prompt.limit_exceeded', scope, message);
  }

  #fail(code: FaultCode, scope: Scope, message: string): never {
    const partial = scope.partial === undefined ? {} : { partial: scope.partial };
    throw new FaultError({ code, message, ...this.#at, ...partial });
  }
}

function isEmpty(value: Value): boolean {
  return (!value && value !== 0) || (isList(value) && value.length === 0);
}
