import { describe, expect, it, test } from 'vitest';
import { newId } from '../../platform/id.ts';
import { executionOfTrace, ownTrace, readTraceparent, spanOf, traceparentOf } from './trace.ts';

const [trace, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

describe('a traceparent', () => {
  it('is read as the specification says', () => {
    const read = { id: trace, parent: span };
    expect(readTraceparent(`00-${trace}-${span}-01`)).toEqual(read);
    expect(readTraceparent(`00-${trace}-${span}-00`)).toEqual(read);
    // Of a later version, what is known of it.
    expect(readTraceparent(`cc-${trace}-${span}-01-what-comes-then`)).toEqual(read);
  });

  test.each([
    undefined,
    '',
    `00-${trace}-${span}`,
    `00-${trace}-${span}-01-more`,
    `ff-${trace}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${trace}-${span}-1`,
    ` 00-${trace}-${span}-01`,
    `cc-${trace}-${span}-01.more`,
    `00-${trace}-${span}-01, 00-${trace}-${span}-01`,
  ])('is ignored when it is %j', (header) => expect(readTraceparent(header)).toBeUndefined());
});

it('names an execution by its own id, there and back', () => {
  for (let round = 0; round < 50; round += 1) {
    const id = newId('exe');
    expect(executionOfTrace(ownTrace(id))).toBe(id);
    expect(readTraceparent(traceparentOf(id, null))).toEqual({ id: ownTrace(id), parent: spanOf(id) });
    expect(traceparentOf(id, { id: trace, parent: span })).toBe(`00-${trace}-${spanOf(id)}-01`);
  }
});
