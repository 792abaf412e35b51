import { type RawBuilder, sql } from 'kysely';
import type { Comparison, Filter } from '../filter.ts';

/** How an attribute is compared: its expression is ours, and whatever the filter says is a parameter. */
export interface Column {
  readonly expression: RawBuilder<unknown>;
  readonly exact: boolean;
}

/** A filter as a condition. Attributes that are missing match nothing but `ne` and `not`. */
export function conditionOf<Attribute extends string>(
  filter: Filter<Attribute>,
  columns: Readonly<Record<Attribute, Column>>,
): RawBuilder<boolean> {
  if (filter.is === 'constant') return sql<boolean>`${filter.value}::boolean`;
  if (filter.is === 'not') return sql<boolean>`(not ${conditionOf(filter.of, columns)})`;
  if (filter.is === 'present') {
    const { expression } = columns[filter.attribute];
    return sql<boolean>`(${expression} is not null and ${expression}::text <> '')`;
  }
  if (filter.is === 'compare') {
    const { expression, exact } = columns[filter.attribute];
    const { value, by } = filter;
    if (typeof value !== 'string')
      return sql<boolean>`coalesce(${compared(expression, by, sql`${value}`)}, false)`;
    const fold = (side: RawBuilder<unknown>) => (exact ? side : sql`lower(${side})`);
    return sql<boolean>`coalesce(${compared(fold(expression), by, fold(sql`${value}::text`))}, false)`;
  }
  const parts = filter.of.map((one) => conditionOf(one, columns));
  return sql<boolean>`(${sql.join(parts, filter.is === 'all' ? sql` and ` : sql` or `)})`;
}

function compared(
  left: RawBuilder<unknown>,
  by: Comparison,
  right: RawBuilder<unknown>,
): RawBuilder<boolean> {
  switch (by) {
    case 'eq':
      return sql`${left} = ${right}`;
    case 'ne':
      return sql`${left} is distinct from ${right}`;
    case 'co':
      return sql`position(${right} in ${left}) > 0`;
    case 'sw':
      return sql`starts_with(${left}, ${right})`;
    case 'ew':
      return sql`right(${left}, length(${right})) = ${right}`;
    case 'gt':
      return sql`${left} > ${right}`;
    case 'ge':
      return sql`${left} >= ${right}`;
    case 'lt':
      return sql`${left} < ${right}`;
    case 'le':
      return sql`${left} <= ${right}`;
  }
}
