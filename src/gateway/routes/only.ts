import { invariant } from '../../platform/invariant.ts';

/** The wire form of the one thing that was given to a function that makes them for many. */
export function only<Value>([first]: readonly Value[]): Value {
  invariant(first !== undefined, 'one has one wire form');
  return first;
}
