import type { Figure } from '../../api/types.ts';
import type { Sheet } from '../charts/sheet.ts';

/** Figures as rows, with everything that one needs to trust them. */
export const figuresSheet = (name: string, figures: readonly Figure[]): Sheet => ({
  name,
  columns: [
    { key: 'title', label: 'Figure' },
    { key: 'value', label: 'Value' },
    { key: 'unit', label: 'Unit' },
    { key: 'low', label: '95 % from' },
    { key: 'high', label: '95 % to' },
    { key: 'n', label: 'n' },
    { key: 'before', label: 'Span before' },
    { key: 'grade', label: 'Evidence' },
    { key: 'measure', label: 'Measure' },
    { key: 'first', label: 'First entry' },
    { key: 'last', label: 'Last entry' },
    { key: 'definition', label: 'Definition' },
  ],
  rows: figures.map(({ title, value, unit, low, high, n, before, grade, measure, log, definition }) => ({
    ...{ title, value, unit, low, high, n, before, grade, measure, definition },
    first: log?.first ?? null,
    last: log?.last ?? null,
  })),
});
