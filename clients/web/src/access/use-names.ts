import { useQuery } from '@tanstack/react-query';
import { appsQuery, peopleQuery } from './queries.ts';

/** Names for ids of people and apps: entries hold ids only, so that erasing a person leaves every proof valid. */
export function useNames(): (id: string) => string {
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  const names = new Map([...people, ...apps].map(({ id, displayName }) => [id, displayName]));
  return (id) => names.get(id) ?? id;
}
