import { getRouteApi } from '@tanstack/react-router';
import type { Library } from '../api/types.ts';
import { CommitDetails } from './graph/CommitDetails.tsx';
import { CommitGraph } from './graph/CommitGraph.tsx';

const route = getRouteApi('/$org/libraries/$library');

/** The library's history as a graph, with the commit open that the address names. */
export default function HistoryTab({ library }: { library: Library }) {
  const { commit } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <CommitGraph library={library} />
      {commit !== undefined && (
        <CommitDetails
          library={library}
          commit={commit}
          onClose={() => void navigate({ search: { tab: 'history' }, resetScroll: false })}
        />
      )}
    </>
  );
}
