import { dollars } from './dollars.ts';

type Bar = { label: string; from: number; to: number; text: string; tone: 'gain' | 'loss' | 'whole' };

const fills = { gain: 'var(--chart-2)', loss: 'var(--chart-3)', whole: 'var(--ink-soft)' } as const;

/** Bars from one value to another on one scale, with zero marked; what each is worth stands beside it in words. */
export function Bars({ bars }: { bars: readonly Bar[] }) {
  const ends = bars.flatMap(({ from, to }) => [from, to]);
  const least = Math.min(0, ...ends);
  const most = Math.max(0, ...ends);
  const place = (value: number) => (200 * (value - least)) / (most - least || 1);
  return (
    <ul className="flex flex-col gap-1.5">
      {bars.map(({ label, from, to, text, tone }) => (
        <li
          key={label}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 text-sm sm:grid-cols-[11rem_minmax(0,1fr)_9.5rem]"
        >
          <span className={tone === 'whole' ? 'font-medium' : 'text-ink-soft'}>{label}</span>
          <svg
            viewBox="0 0 200 10"
            className="h-3.5 w-full max-sm:order-last max-sm:col-span-2"
            preserveAspectRatio="none"
            aria-hidden
          >
            <rect
              x={place(Math.min(from, to))}
              y="1"
              width={Math.max(1, Math.abs(place(to) - place(from)))}
              height="8"
              fill={fills[tone]}
            />
            <rect x={Math.min(199.3, place(0))} width="0.7" height="10" fill="var(--line-strong)" />
          </svg>
          <span className="text-right tabular-nums">{text}</span>
        </li>
      ))}
    </ul>
  );
}

export const signed = (usd: number): string => (usd > 0 ? `+${dollars(usd)}` : dollars(usd));
