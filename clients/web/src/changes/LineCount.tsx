import { useQuery } from '@tanstack/react-query';
import type { ChangeDetail } from '../api/types.ts';
import { Added } from '../libraries/comparing/Added.tsx';
import { changeComparisonQuery } from './queries.ts';

/** How many lines a change adds to a file and removes from it; nothing while that is on its way. */
export function LineCount({ change, path }: { change: ChangeDetail; path: string }) {
  const { data } = useQuery(changeComparisonQuery(change, path));
  return data === undefined ? null : <Added added={data.text.added} removed={data.text.removed} />;
}
