import type { ValueAssumption, ValueModelDefinition } from '../../api/types.ts';
import { Badge } from '../../design/Status.tsx';

export const assumptionWords: Readonly<
  Record<ValueAssumption, { label: string; unit: 'min' | '%' | '$/h' }>
> = {
  before: { label: 'Without it', unit: 'min' },
  after: { label: 'With it', unit: 'min' },
  review: { label: 'Reading what came out', unit: 'min' },
  rework: { label: 'Doing it again', unit: 'min' },
  reworkShare: { label: 'Has to be done again', unit: '%' },
  wage: { label: 'An hour costs', unit: '$/h' },
  becomesWork: { label: 'Saved time that becomes work', unit: '%' },
  accepted: { label: 'Accepted', unit: '%' },
};

export function assumptionText(value: number, unit: 'min' | '%' | '$/h'): string {
  if (unit === '%') return `${Math.round(100 * value)} %`;
  return unit === 'min' ? `${value} min` : `$${value}`;
}

/** A value model as its file says it. */
export const ValueModelOutline = ({ model }: { model: ValueModelDefinition }) => (
  <section className="flex flex-col gap-3">
    <div className="flex flex-wrap items-center gap-2">
      <h3 className="font-medium">{model.title}</h3>
      <Badge>{`grade ${model.grade}`}</Badge>
    </div>
    <p className="text-ink-soft leading-relaxed">{model.source}</p>
    <p className="text-ink-soft text-xs">
      For {model.prompts.join(', ')}, from {model.start} on. {model.owner} answers for it.
    </p>
    <Assumptions model={model} />
  </section>
);

/** Everything that is assumed, at least, most likely and at most. */
export function Assumptions({ model }: { model: Pick<ValueModelDefinition, 'assumes' | 'costs'> }) {
  const cell = 'py-1 pl-3 text-right tabular-nums';
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="text-ink-soft border-b text-xs">
          <th scope="col" className="py-1 text-left font-medium">
            Assumed
          </th>
          {['low', 'middle', 'high'].map((name) => (
            <th key={name} scope="col" className={`${cell} font-medium`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Object.entries(assumptionWords).map(([name, { label, unit }]) => {
          const range = Object.entries(model.assumes).find(([known]) => known === name)?.[1];
          if (range === undefined) return null;
          return (
            <tr key={name} className="border-b last:border-b-0">
              <th scope="row" className="py-1 text-left font-normal">
                {label}
              </th>
              {[range.low, range.mid, range.high].map((value, at) => (
                <td key={['low', 'mid', 'high'][at]} className={cell}>
                  {assumptionText(value, unit)}
                </td>
              ))}
            </tr>
          );
        })}
        {model.costs.map(({ what, once, perMonth }) => (
          <tr key={what} className="border-b last:border-b-0">
            <th scope="row" className="py-1 text-left font-normal">
              {what}
            </th>
            <td colSpan={3} className={cell}>
              {[once > 0 ? `$${once} once` : '', perMonth > 0 ? `$${perMonth} a month` : '']
                .filter((one) => one !== '')
                .join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
