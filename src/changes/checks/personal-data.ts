import { findData } from '../../policy/index.ts';
import { lineCounter } from './check.ts';

/** Data classes that an asset must declare: the same detectors look through every execution. */
export const dataClasses = ['email', 'phone', 'iban', 'card', 'national_id'] as const;
export type DataClass = (typeof dataClasses)[number];

export interface DataPlace {
  readonly line: number;
  readonly dataClass: DataClass;
}

/** Where a text holds somebody's data, whatever it is disguised in. What is only possibly some is left out. Pure; linear. */
export function personalData(text: string): readonly DataPlace[] {
  const lineOf = lineCounter(text);
  return findData(text).flatMap(({ dataClass, start, confidence }) => {
    const known = dataClasses.find((one) => one === dataClass);
    return known === undefined || confidence === 'possible'
      ? []
      : [{ line: lineOf(start), dataClass: known }];
  });
}
