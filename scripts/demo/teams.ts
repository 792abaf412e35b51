import { type Input, textAt } from './inside.ts';
import type { Email } from './people.ts';

/** Who decides together. A member without an at-sign is another team, which is made before. */
const teams: readonly {
  name: string;
  displayName: string;
  description: string;
  members: readonly (Email | 'legal-counsel')[];
}[] = [
  {
    name: 'legal-counsel',
    displayName: 'Legal counsel',
    description: 'Answers for what we promise to customers, and for personal data.',
    members: ['dana@northwind.example', 'eli@northwind.example'],
  },
  {
    name: 'risk-board',
    displayName: 'Risk board',
    description: 'Looks at everything that could cost a customer money. Meets on Mondays.',
    members: ['chiara@northwind.example', 'legal-counsel'],
  },
];

/** Makes the teams of Northwind. */
export async function makeTeams(
  admin: (id: string, input?: Input) => Promise<unknown>,
  staff: readonly { readonly id: string; readonly email: Email }[],
): Promise<void> {
  const ids = new Map(staff.map(({ email, id }): [string, string] => [email, id]));
  for (const { members, ...team } of teams) {
    ids.set(team.name, textAt(await admin('team.create', { body: team }), 'id'));
    for (const one of members)
      await admin('team.add_member', { params: { team: team.name }, body: { member: ids.get(one) } });
  }
}
