import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GraphNode, type LaneRow, lanes } from './lanes.ts';

const nodes = (...lines: string[]): GraphNode[] =>
  lines.map((line) => {
    const [commit = '', ...parents] = line.split(' ');
    return { commit, parents };
  });

/** Random histories, children before parents. Some parents are not listed, as on a first page. */
const histories = fc
  .array(fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }), { maxLength: 40 })
  .map((all) =>
    all.map((steps, at) => ({ commit: `c${at}`, parents: steps.map((step) => `c${at + step}`) })),
  );

const bottom = ({ edges }: LaneRow) => edges.filter(({ part }) => part !== 'in').map(({ to }) => to);
const top = ({ edges }: LaneRow) => edges.filter(({ part }) => part !== 'out').map(({ from }) => from);

describe('lanes', () => {
  it('keeps a straight history in one', () => {
    const { rows, width } = lanes(nodes('c b', 'b a', 'a'));
    expect(width).toBe(1);
    expect(rows.map(({ lane }) => lane)).toEqual([0, 0, 0]);
    expect(rows[0]?.edges).toEqual([{ part: 'out', from: 0, to: 0 }]);
    expect(rows[2]?.edges).toEqual([{ part: 'in', from: 0, to: 0 }]);
  });

  it('opens one for a merged branch and closes it where the branch began', () => {
    const { rows, width } = lanes(nodes('m b s', 's a', 'b a', 'a'));
    expect(width).toBe(2);
    expect(rows.map(({ lane }) => lane)).toEqual([0, 1, 0, 0]);
    expect(rows[0]?.edges).toEqual([
      { part: 'out', from: 0, to: 0 },
      { part: 'out', from: 0, to: 1 },
    ]);
    expect(rows[2]?.edges).toContainEqual({ part: 'out', from: 0, to: 0 });
    expect(rows[3]?.edges).toEqual([
      { part: 'in', from: 0, to: 0 },
      { part: 'in', from: 1, to: 0 },
    ]);
  });

  it('uses a lane again that became free', () => {
    const { width } = lanes(nodes('e d x', 'x d', 'd b y', 'y b', 'b'));
    expect(width).toBe(2);
  });

  it('joins every row to the next: what leaves one below arrives at the next above', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { rows, width } = lanes(history);
        expect(rows.length).toBe(history.length);
        for (const [at, row] of rows.entries()) {
          expect(row.lane).toBeLessThan(width);
          const next = rows[at + 1];
          if (next !== undefined) expect(new Set(top(next))).toEqual(new Set(bottom(row)));
          expect(row.edges.filter(({ part }) => part === 'out').length).toBe(history[at]?.parents.length);
        }
      }),
    );
  });

  it('leads from every commit to its parents, and nowhere else', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { rows } = lanes(history);
        for (const [at, { parents }] of history.entries()) {
          const reached = new Set<string>();
          let open = new Set(rows[at]?.edges.filter(({ part }) => part === 'out').map(({ to }) => to));
          for (let below = at + 1; below < rows.length && open.size > 0; below += 1) {
            const row = rows[below];
            const arriving = row?.edges.filter(({ part, from }) => part === 'in' && open.has(from)) ?? [];
            if (arriving.length > 0) reached.add(history[below]?.commit ?? '');
            open = new Set(
              row?.edges.filter(({ part, from }) => part === 'through' && open.has(from)).map(({ to }) => to),
            );
          }
          const listed = parents.filter((parent) => history.some(({ commit }) => commit === parent));
          expect(reached).toEqual(new Set(listed));
        }
      }),
    );
  });
});
