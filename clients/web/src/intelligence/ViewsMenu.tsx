import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, BookmarkPlus, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { useOrg } from '../access/session.ts';
import { call } from '../api/client.ts';
import type { KeptView } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field } from '../design/Field.tsx';
import { Menu, MenuItem, MenuSeparator } from '../design/Menu.tsx';
import { FormProblem } from '../design/states.tsx';
import { showToast } from '../design/toasts.ts';
import { groupsSearch } from './filters.ts';
import { viewsQuery } from './queries.ts';

type Here = Pick<KeptView, 'page' | 'filters'>;

/** One's own views of these pages: go to one, keep this one, tidy up. */
export function ViewsMenu({ here }: { here: Here }) {
  const [open, setOpen] = useState<'keep' | 'tidy' | null>(null);
  const views = useQuery(viewsQuery).data?.items ?? [];
  const go = useGo();
  return (
    <>
      <Menu trigger={<Button icon={<Bookmark size={16} aria-hidden />}>Views</Button>}>
        {views.map((view) => (
          <MenuItem key={view.id} onClick={() => go(view)}>
            {view.name}
          </MenuItem>
        ))}
        {views.length > 0 && <MenuSeparator />}
        <MenuItem onClick={() => setOpen('keep')}>
          <BookmarkPlus size={15} aria-hidden /> Keep this view…
        </MenuItem>
        {views.length > 0 && (
          <MenuItem onClick={() => setOpen('tidy')}>
            <Settings2 size={15} aria-hidden /> Delete views…
          </MenuItem>
        )}
      </Menu>
      {open === 'keep' && <KeepDialog here={here} onClose={() => setOpen(null)} />}
      {open === 'tidy' && <TidyDialog views={views} onClose={() => setOpen(null)} />}
    </>
  );
}

/** Leads to what a view shows. */
function useGo() {
  const org = useOrg();
  const navigate = useNavigate();
  return ({ page, filters }: KeptView) => {
    const params = { org };
    if (page === 'overview') void navigate({ to: '/$org/intelligence', params });
    else if (page === 'adoption') void navigate({ to: '/$org/intelligence/adoption', params });
    else void navigate({ to: '/$org/intelligence/groups', params, search: groupsSearch(filters) });
  };
}

function KeepDialog({ here, onClose }: { here: Here; onClose: () => void }) {
  const [name, setName] = useState('');
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: () => call('POST', '/api/v1/views', { name: name.trim(), ...here }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
      showToast({ text: `Kept as ${name.trim()}`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keep this view"
      description="For yourself: the page with its filters."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') keep.mutate();
        }}
      >
        <Field
          label="Name"
          value={name}
          maxLength={80}
          placeholder="Teams, 12 weeks"
          onChange={({ target }) => setName(target.value)}
        />
        <div className="mt-3">
          <FormProblem error={keep.error} />
        </div>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={keep.isPending}
            disabledBecause={name.trim() === '' ? 'Give it a name first.' : null}
          >
            Keep
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function TidyDialog({ views, onClose }: { views: readonly KeptView[]; onClose: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => call('DELETE', `/api/v1/views/${encodeURIComponent(id)}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Delete views"
      description="Only you see them. The pages stay as they are."
    >
      <ul className="flex flex-col">
        {views.map(({ id, name }) => (
          <li key={id} className="flex items-center justify-between gap-4 border-b py-2 last:border-b-0">
            <span className="min-w-0 truncate">{name}</span>
            <Button
              small
              busy={remove.isPending}
              onClick={() => remove.mutate(id)}
              aria-label={`Delete the view ${name}`}
            >
              Delete
            </Button>
          </li>
        ))}
      </ul>
      <FormProblem error={remove.error} />
      <DialogActions>
        <Button onClick={onClose}>Done</Button>
      </DialogActions>
    </Dialog>
  );
}
