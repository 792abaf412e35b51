import type { PlacedEntry } from '../../ledger/index.ts';
import type { Projection } from '../layer/projection.ts';
import type { RollUpOf } from '../layer/roll-up.ts';
import { addRows } from '../layer/store.ts';

/** Since when people are here and signed in, and when they left. */
const people: RollUpOf<PlacedEntry> = {
  table: 'intelligence_person',
  key: ['person_id'],
  values: { joined_at: 'least', left_at: 'greatest', back_at: 'greatest', signed_in_at: 'least' },
  rowsOf: ({ entry, index = 0 }) => {
    const { action, at, actor, subject } = entry;
    const person = action === 'session.create' ? actor.id : subject.id;
    const row = {
      joined_at: null,
      left_at: null,
      back_at: null,
      signed_in_at: null,
      first_index: index,
      last_index: index,
    };
    if (action === 'person.create') return [{ ...row, person_id: person, joined_at: at }];
    if (action === 'person.deactivate') return [{ ...row, person_id: person, left_at: at }];
    if (action === 'person.reactivate') return [{ ...row, person_id: person, back_at: at }];
    return [{ ...row, person_id: person, signed_in_at: at }];
  },
};

export const peopleProjection: Projection = {
  name: 'intelligence.people',
  actions: ['person.create', 'person.deactivate', 'person.reactivate', 'session.create'],
  tables: [people.table],
  fold: (tx, organization, entries) =>
    addRows(
      tx,
      people,
      organization,
      entries.flatMap((entry) => people.rowsOf(entry)),
    ),
};
