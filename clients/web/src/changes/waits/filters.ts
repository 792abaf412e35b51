import { oneOf, textOf } from '../../shell/search.ts';

export const periods = ['30', '90', '365'] as const;
export type Period = (typeof periods)[number];

export function waitsSearch(search: Record<string, unknown>): { days?: Period; library?: string } {
  const days = oneOf(textOf(search, 'days').days, periods);
  return { ...textOf(search, 'library'), ...(days === undefined ? {} : { days }) };
}
