import type { Expression, RequirementCondition } from '../../libraries/index.ts';
import { fitsPattern } from './path-pattern.ts';

/** What one side of an asset, before or after, says about itself. */
export interface AssetFields {
  readonly path: string;
  readonly kind: string;
  readonly risk: string | null;
  readonly useCase: string | null;
  readonly owner: string | null;
  readonly model: string | null;
  readonly dataClasses: readonly string[];
  /** False for what cannot be read: then nothing that it might say is taken for unsaid. */
  readonly readable: boolean;
}

/** What rules are matched against. */
export interface Subject {
  readonly library: string;
  readonly environment: string;
  /** Those of this change, and those that its requester published lately: splitting does not help (AT-14). */
  readonly assets: number;
  /** Every side, base and head, of every asset: lowering a risk tier does not lower the requirement. */
  readonly sides: readonly AssetFields[];
}

/** Whether a rule applies to a change: where it goes, and at least one side of one asset. In doubt it does. Pure, total. */
export function applies(condition: RequirementCondition, subject: Subject): boolean {
  const { libraries, environments, kinds, risk, paths, when } = condition;
  if (libraries !== null && !libraries.includes(subject.library)) return false;
  if (environments !== null && !environments.includes(subject.environment)) return false;
  if (kinds === null && risk === null && paths === null && when === null) return true;
  return subject.sides.some(
    (side) =>
      (kinds === null || kinds.includes(side.kind)) &&
      (paths === null || paths.some((pattern) => fitsPattern(side.path, pattern))) &&
      (!side.readable ||
        ((risk === null || (side.risk !== null && risk.includes(side.risk))) &&
          (when === null || holds(when, side, subject)))),
  );
}

type Value = string | number | boolean | null | readonly (string | number)[];

/** Whether a condition is true of one side. What is not said is null or empty, never an error. */
export function holds(expression: Expression, side: AssetFields, subject: Subject): boolean {
  return resultOf(expression, side, subject) === true;
}

function resultOf(expression: Expression, side: AssetFields, subject: Subject): Value {
  switch (expression.op) {
    case 'literal':
      return expression.value;
    case 'list':
      return expression.items;
    case 'field':
      return fieldOf(expression.name, side, subject);
    case 'not':
      return !holds(expression.of, side, subject);
    case 'and':
      return holds(expression.left, side, subject) && holds(expression.right, side, subject);
    case 'or':
      return holds(expression.left, side, subject) || holds(expression.right, side, subject);
    case 'compare': {
      const left = resultOf(expression.left, side, subject);
      return compared(expression.by, left, resultOf(expression.right, side, subject));
    }
  }
}

function fieldOf(
  name: Extract<Expression, { op: 'field' }>['name'],
  side: AssetFields,
  { library, environment, assets }: Subject,
): Value {
  if (name === 'library') return library;
  if (name === 'environment') return environment;
  return name === 'assets' ? assets : side[name];
}

function compared(by: Extract<Expression, { op: 'compare' }>['by'], left: Value, right: Value): boolean {
  if (by === '==') return left === right;
  if (by === '!=') return left !== right;
  if (by === 'in') return Array.isArray(right) && right.some((item) => item === left);
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  if (by === '<') return left < right;
  if (by === '<=') return left <= right;
  return by === '>' ? left > right : left >= right;
}
