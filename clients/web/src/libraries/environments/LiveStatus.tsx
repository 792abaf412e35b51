import { Status } from '../../design/Status.tsx';

/** Whether something is live: in production, or only elsewhere (the first environment by name), or nowhere. */
export function LiveStatus({ live }: { live: Readonly<Record<string, number>> }) {
  const { production } = live;
  if (production !== undefined) return <Status word={`v${production} live`} shape="diamond" tone="good" />;
  const [elsewhere] = Object.entries(live).sort(([left], [right]) => left.localeCompare(right));
  if (elsewhere === undefined) return <Status word="not published" shape="ring" tone="plain" />;
  const [environment, number] = elsewhere;
  return <Status word={`v${number} ${environment}`} shape="diamond" tone="plain" />;
}
