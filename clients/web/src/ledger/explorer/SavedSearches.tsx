import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { get, post, remove, segment } from '../../api/client.ts';
import type { List, SavedSearch } from '../../api/types.ts';
import { Button, IconButton } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { type EntriesSearch, entriesSearch } from '../filters.ts';

const queryKey = ['ledger', 'searches'];

/** One's own searches, each one click away; and the one on the page, to be kept. */
export function SavedSearches({
  search,
  onChoose,
}: {
  search: EntriesSearch;
  onChoose: (search: EntriesSearch) => void;
}) {
  const queryClient = useQueryClient();
  const [naming, setNaming] = useState(false);
  const searches =
    useQuery({
      queryKey,
      queryFn: ({ signal }) => get<List<SavedSearch>>('/api/v1/saved-searches', signal),
    }).data?.items ?? [];
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/api/v1/saved-searches/${segment(id)}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey }),
  });
  const isEmpty = Object.keys(search).length === 0;
  return (
    <>
      {searches.map(({ id, name, query }) => (
        <span key={id} className="border-line-strong inline-flex items-center rounded-md border">
          <button
            type="button"
            className="hover:bg-sunken h-7 rounded-l-md px-2.5 text-xs font-medium"
            onClick={() => onChoose(entriesSearch(query))}
          >
            {name}
          </button>
          <IconButton
            label={`Delete the saved search ${name}`}
            small
            className="w-7! rounded-l-none"
            icon={<Trash2 size={13} aria-hidden />}
            onClick={() => drop.mutate(id)}
          />
        </span>
      ))}
      <Button
        small
        look="quiet"
        icon={<Bookmark size={14} aria-hidden />}
        disabledBecause={isEmpty ? 'Find something first: what is saved is the search on this page.' : null}
        onClick={() => setNaming(true)}
      >
        Save this search
      </Button>
      {naming && <NameDialog search={search} onClose={() => setNaming(false)} />}
    </>
  );
}

function NameDialog({ search, onClose }: { search: EntriesSearch; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => post('/api/v1/saved-searches', { name: name.trim(), query: search }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Save this search"
      description="For you alone. Saving it is an entry that says nothing of what you look for."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <FormProblem error={save.error} />
        <Field label="Name" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={save.isPending}
            disabledBecause={name.trim() === '' ? 'Give it a name.' : null}
          >
            Save it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
