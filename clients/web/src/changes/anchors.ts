/** Where a file of a change stands on the page: the n-th, from 0. */
export const anchorOf = (at: number): string => `file${at + 1}`;

/** Where a line of a file's new text stands on the page. */
export const headLineAnchor = (anchor: string, line: number): string => `${anchor}-b${line}`;

/** How long to wait until a difference is drawn. */
const patienceMs = 5_000;

/** Brings a line of a file's new text into view, or the file when that line is folded away, as soon as it is drawn. */
export function showLine(anchor: string, line: number | null): void {
  const until = performance.now() + patienceMs;
  const look = () => {
    const file = document.getElementById(anchor);
    const exact = line === null ? file : document.getElementById(headLineAnchor(anchor, line));
    const isDrawn = file?.querySelector('[role="status"]') === null;
    const target = exact ?? (isDrawn ? file : null);
    if (target !== null) {
      target.scrollIntoView({ block: target === file ? 'start' : 'center' });
      // As following a link to it: the line is marked, and its address can be copied.
      if (exact !== null && exact !== file) window.location.replace(`#${exact.id}`);
      file?.focus({ preventScroll: true });
    } else if (performance.now() < until) requestAnimationFrame(look);
  };
  look();
}
