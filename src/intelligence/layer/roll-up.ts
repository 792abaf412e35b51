/**
 * How two values of one cell become one. Each is commutative and associative, so entries may be folded in any batches and the rows come out
 * the same, byte for byte. No fractions: sums of those depend on their order.
 */
export type Merge = 'sum' | 'least' | 'greatest' | 'bits';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** A table of the slice whose rows merge. Its primary key is `organization_id` and `key`; every row knows the entries it is made from. */
export interface RollUp {
  readonly table: `intelligence_${string}`;
  readonly key: readonly string[];
  readonly values: Readonly<Record<string, Merge>>;
}

/** A roll-up and what one fact adds to it: no row, one or several. */
export interface RollUpOf<Fact> extends RollUp {
  rowsOf(fact: Fact): readonly Row[];
}

/** What every row has. `rowsOf` leaves them out; the layer adds them. */
export const indexMerges = { first_index: 'least', last_index: 'greatest' } as const satisfies Record<
  string,
  Merge
>;

/** Rows with one key become one row. Pure. */
export function mergeRows(rollUp: RollUp, rows: Iterable<Row>): Row[] {
  const merges = Object.entries({ ...rollUp.values, ...indexMerges });
  const merged = new Map<string, Record<string, Cell>>();
  for (const row of rows) {
    const key = JSON.stringify(rollUp.key.map((column) => row[column]));
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { ...row });
    else for (const [column, merge] of merges) known[column] = mergeCells(merge, known[column], row[column]);
  }
  return [...merged.values()];
}

/** Null says nothing: it gives way to any value. */
function mergeCells(merge: Merge, one: Cell | undefined, other: Cell | undefined): Cell {
  if (one === null || one === undefined) return other ?? null;
  if (other === null || other === undefined) return one;
  if (merge === 'least') return other < one ? other : one;
  if (merge === 'greatest') return other > one ? other : one;
  return merge === 'bits' ? Number(one) | Number(other) : Number(one) + Number(other);
}
