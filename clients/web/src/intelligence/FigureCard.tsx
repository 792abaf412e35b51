import type { Figure } from '../api/types.ts';
import { definitionText, figureText } from './figure.ts';
import { Spark } from './figures/Spark.tsx';

/** One figure, how it went, and what exactly it counts. */
export function FigureCard({ figure }: { figure: Figure }) {
  return (
    <div className="card flex flex-col p-4">
      <h3 className="text-ink-soft text-xs font-medium">{figure.title}</h3>
      <p className="mt-1 text-2xl font-semibold tracking-tight tabular-nums">
        {figureText(figure.value, figure.unit)}
      </p>
      <Spark figure={figure} />
      <p title={figure.definition} className="text-ink-faint mt-2 text-xs leading-relaxed">
        {definitionText(figure.definition)}
      </p>
    </div>
  );
}
