import type { Fact } from './words.ts';

/** Names and values, two or three beside each other where there is room. */
export const Facts = ({ facts, narrow = false }: { facts: readonly Fact[]; narrow?: boolean }) => (
  <dl className={narrow ? 'grid grid-cols-2 gap-3' : 'grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3'}>
    {facts.map(([name, value]) => (
      <div key={name} className="min-w-0">
        <dt className="text-ink-faint text-xs">{name}</dt>
        <dd className="leading-relaxed break-words">{value}</dd>
      </div>
    ))}
  </dl>
);
