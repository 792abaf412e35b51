import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useOrg } from '../access/session.ts';
import type { Found } from '../api/types.ts';
import { changesQuery } from '../changes/queries.ts';
import { useSettled } from '../design/use-settled.ts';
import { librariesQuery } from '../libraries/queries.ts';
import { favoritesQuery, searchQuery } from '../libraries/search-queries.ts';
import { type Command, matching } from './commands.ts';
import { pages } from './pages.ts';

const kinds: Readonly<Record<string, string>> = {
  prompt: 'Prompt',
  policy: 'Policy',
  workflow: 'Workflow',
  evaluation: 'Evaluation',
  requirement: 'Requirement',
  skill: 'Skill',
};

/**
 * What the palette leads to: pages, libraries and changes by what was typed, and assets as the server finds them. With nothing typed,
 * one's favorites and what changed last.
 */
export function useCommands(typed: string): { commands: Command[]; searching: boolean } {
  const navigate = useNavigate();
  const org = useOrg();
  const q = useSettled(typed.trim().slice(0, 500), 150);
  const libraries = useQuery(librariesQuery).data?.items;
  const changes = useQuery(changesQuery({})).data?.items;
  const favorites = useQuery(favoritesQuery).data?.items;
  const search = useQuery(searchQuery(q === '' ? {} : { q }));
  const found = search.data?.items;
  const { isPlaceholderData } = search;
  const places = useMemo(() => {
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
    for (const change of changes ?? [])
      commands.push({
        id: `change-${change.id}`,
        group: 'Change',
        label: change.title,
        detail: `${change.library} #${change.number}`,
        run: () => void navigate({ to: '/$org/changes/$change', params: { org, change: change.id } }),
      });
    return commands;
  }, [navigate, org, libraries, changes]);
  const commands = useMemo(() => {
    const assets = (items: readonly Found[]): Command[] =>
      items.map((item) => ({
        id: `asset-${item.library.name}-${item.path.replaceAll(/[^\w-]/g, '-')}`,
        group: kinds[item.kind] ?? 'File',
        label: `${item.library.name}/${item.name}`,
        detail: [item.live === null ? null : `v${item.live} live`, item.title].filter(Boolean).join(' · '),
        run: () =>
          item.kind === 'prompt'
            ? void navigate({
                to: '/$org/libraries/$library/prompts/$',
                params: { org, library: item.library.name, _splat: item.name },
              })
            : void navigate({
                to: '/$org/libraries/$library/assets/$',
                params: { org, library: item.library.name, _splat: item.path },
              }),
      }));
    const typedNow = typed.trim();
    if (typedNow === '')
      return [
        ...unique(assets([...(favorites ?? []), ...(found ?? []).slice(0, 6)])),
        ...matching(places, ''),
      ];
    const all: Command = {
      id: 'search-all',
      group: 'Search',
      label: `Search for “${typedNow}”`,
      detail: 'in all libraries',
      run: () => void navigate({ to: '/$org/search', params: { org }, search: { q: typedNow } }),
    };
    // What is still there from before counts only if it fits what is typed by now.
    const late = q !== typedNow || isPlaceholderData;
    const answers = late ? matching(assets(found ?? []), typedNow) : assets(found ?? []);
    const named = new Set(matching(answers, typedNow).filter(({ label }) => holds(label, typedNow)));
    const others = answers.filter((answer) => !named.has(answer));
    return [...named, ...matching(places, typedNow, 8), ...others, all];
  }, [navigate, org, places, favorites, found, isPlaceholderData, q, typed]);
  return { commands, searching: search.isFetching || q !== typed.trim().slice(0, 500) };
}

/** Whether a name holds all that was typed, as it was typed. */
const holds = (label: string, typed: string): boolean => label.toLowerCase().includes(typed.toLowerCase());

const unique = (commands: readonly Command[]): Command[] => [
  ...new Map(commands.map((command) => [command.id, command])).values(),
];
