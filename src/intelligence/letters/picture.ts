import type { WeekOfActivity } from '../figures/activity.ts';
import { Canvas } from './png.ts';

const width = 640;
const height = 180;
/** The colors of the page's chart: governed, unpublished, raw. */
const colors = ['#1f3fae', '#5a9bd4', '#e0a100'] as const;

/** Executions of twelve weeks as stacked bars. What the colors mean stands in the letter. Pure. */
export function drawActivity(weeks: readonly WeekOfActivity[]): Buffer {
  const canvas = new Canvas(width, height);
  const most = Math.max(1, ...weeks.map(({ governed, drafts, raw }) => governed + drafts + raw));
  const step = width / Math.max(1, weeks.length);
  for (let line = 0; line <= 4; line += 1)
    canvas.fill(0, (line / 4) * (height - 2), width, 1, line === 4 ? '#8c8c85' : '#e3e3de');
  for (const [at, { governed, drafts, raw }] of weeks.entries()) {
    let top = height - 2;
    for (const [part, executions] of [governed, drafts, raw].entries()) {
      const tall = (executions / most) * (height - 12);
      top -= tall;
      canvas.fill(at * step + step * 0.15, top, step * 0.7, tall, colors[part] ?? '#000000');
    }
  }
  return canvas.png();
}
