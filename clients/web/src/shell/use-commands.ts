import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useOrg } from '../access/session.ts';
import { changesQuery } from '../changes/queries.ts';
import { assetsQuery, librariesQuery } from '../libraries/queries.ts';
import type { Command } from './commands.ts';
import { pages } from './pages.ts';

/** Everything the palette can lead to: pages at once, libraries, prompts and changes as they arrive. */
export function useCommands(): Command[] {
  const navigate = useNavigate();
  const org = useOrg();
  const libraries = useQuery(librariesQuery).data?.items;
  const changes = useQuery(changesQuery({})).data?.items;
  const assets = useQueries({
    queries: (libraries ?? []).map(({ name }) => assetsQuery(name, 'main')),
    combine: (results) => results.map((result) => result.data?.items ?? []),
  });
  return useMemo(() => {
    const commands: Command[] = pages.map(({ name, to }) => ({
      id: `page-${name}`,
      group: 'Page',
      label: name,
      detail: '',
      run: () => void navigate({ to, params: { org } }),
    }));
    for (const { name, displayName, description } of libraries ?? [])
      commands.push({
        id: `library-${name}`,
        group: 'Library',
        label: displayName,
        detail: description,
        run: () => void navigate({ to: '/$org/libraries/$library', params: { org, library: name } }),
      });
    assets.forEach((items, at) => {
      const library = libraries?.[at]?.name;
      if (library === undefined) return;
      for (const asset of items.filter(({ kind }) => kind === 'prompt'))
        commands.push({
          id: `prompt-${library}-${asset.name.replaceAll('/', '-')}`,
          group: 'Prompt',
          label: `${library}/${asset.name}`,
          detail: asset.title,
          run: () =>
            void navigate({
              to: '/$org/libraries/$library/prompts/$',
              params: { org, library, _splat: asset.name },
            }),
        });
    });
    for (const change of changes ?? [])
      commands.push({
        id: `change-${change.id}`,
        group: 'Change',
        label: change.title,
        detail: `${change.library} #${change.number}`,
        run: () => void navigate({ to: '/$org/changes/$change', params: { org, change: change.id } }),
      });
    return commands;
  }, [navigate, org, libraries, changes, assets]);
}
