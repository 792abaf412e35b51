/** One figure with the definition it was computed by, so that two people who read it mean the same. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** Undefined values are null: "no data" is not zero. */
  readonly value: number | null;
  readonly unit: 'executions' | 'people' | 'percent' | 'hours';
  /** `id@version: formula`. */
  readonly definition: string;
  readonly series: readonly { readonly at: string; readonly value: number }[];
}
