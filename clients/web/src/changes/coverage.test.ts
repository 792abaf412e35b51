import { describe, expect, it } from 'vitest';
import { cover, firstGap } from './coverage.ts';

describe('coverage', () => {
  it('joins what touches and keeps apart what does not', () => {
    expect(cover([[0, 100]], [100, 200])).toEqual([[0, 200]]);
    expect(cover([[0, 100]], [300, 400])).toEqual([
      [0, 100],
      [300, 400],
    ]);
    expect(
      cover(
        [
          [0, 100],
          [300, 400],
        ],
        [50, 350],
      ),
    ).toEqual([[0, 400]]);
    expect(cover([[0, 100]], [60, 60])).toEqual([[0, 100]]);
  });

  it('names the first part that was not seen', () => {
    expect(firstGap([], 500)).toEqual([0, 500]);
    expect(firstGap([[0, 200]], 500)).toEqual([200, 500]);
    expect(
      firstGap(
        [
          [0, 200],
          [300, 500],
        ],
        500,
      ),
    ).toEqual([200, 300]);
    expect(firstGap([[0, 495]], 500)).toBeNull();
  });

  it('does not take both ends for the whole', () => {
    expect(firstGap(cover(cover([], [0, 100]), [900, 1000]), 1000)).toEqual([100, 900]);
  });
});
