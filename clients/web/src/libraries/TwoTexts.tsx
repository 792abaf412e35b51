import { classNames } from '../design/class-names.ts';

type Side = { title: string; text: string };

/** Two texts side by side: what both have steps back, so that what one has alone is seen. */
export function TwoTexts({ left, right }: { left: Side; right: Side }) {
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <OneSide {...left} against={right.text} />
      <OneSide {...right} against={left.text} />
    </div>
  );
}

function OneSide({ title, text, against }: Side & { against: string }) {
  const others = new Set(against.split('\n').map((line) => line.trim()));
  const lines = text.split('\n').map((line, at) => ({ at, line, isShared: others.has(line.trim()) }));
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-1 font-mono text-xs font-semibold wrap-anywhere">{title}</h3>
      <pre className="bg-sunken rounded-md border p-3 text-xs leading-5">
        {lines.map(({ at, line, isShared }) => (
          <span
            key={at}
            className={classNames('block whitespace-pre-wrap wrap-anywhere', isShared && 'text-ink-faint')}
          >
            {line === '' ? '\u200B' : line}
          </span>
        ))}
      </pre>
    </section>
  );
}
