import { Bot } from 'lucide-react';
import type { PersonRef } from '../api/types.ts';

/** Who: a person or an app, told apart by a picture with a name. */
export function PersonName({ person }: { person: PersonRef }) {
  return (
    <span className="inline-flex min-w-0 max-w-full items-baseline gap-1 align-bottom" title={person.id}>
      {person.kind === 'app' && (
        <Bot size={14} role="img" aria-label="App" className="text-ink-faint shrink-0 self-center" />
      )}
      <span className="truncate">{person.displayName}</span>
    </span>
  );
}

export const PersonNames = ({ people }: { people: readonly PersonRef[] }) =>
  people.map((person, at) => (
    <span key={person.id}>
      {at > 0 && (at === people.length - 1 ? ' and ' : ', ')}
      <PersonName person={person} />
    </span>
  ));
