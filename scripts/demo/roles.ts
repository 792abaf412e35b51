import { type Input, textAt } from './inside.ts';

/** A role of Northwind's own, and grants as they come up: to a team, until an end, on a part of a library, and one that has ended. */
export async function makeRoles(
  admin: (id: string, input?: Input) => Promise<unknown>,
  ben: string | undefined,
  now: Date,
): Promise<void> {
  await admin('role.create', {
    body: {
      name: 'prompt-reader',
      displayName: 'Prompt reader',
      description: 'Reads prompts and drafts and tries them; changes nothing.',
      permissions: [
        'library.list',
        'asset.list',
        'asset.read',
        'asset.search',
        'branch.list',
        'prompt.render',
        'version.list',
      ],
    },
  });
  const board = textAt(await admin('team.read', { params: { team: 'risk-board' } }), 'id');
  const counsel = textAt(await admin('team.read', { params: { team: 'legal-counsel' } }), 'id');
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000).toISOString();
  const engineering = { kind: 'library', library: 'engineering' };
  for (const body of [
    {
      principal: board,
      role: 'prompt-reader',
      scope: engineering,
      reason: 'looks at how incidents are summarized',
    },
    {
      principal: counsel,
      role: 'prompt-reader',
      scope: { kind: 'folder', library: 'marketing', path: 'claims' },
      endsAt: days(400),
      reason: 'checks what we promise, this year',
    },
    {
      principal: ben,
      role: 'reviewer',
      scope: engineering,
      endsAt: new Date(now.getTime() + 60_000).toISOString(),
      reason: 'covered for Chiara on one day',
    },
  ])
    await admin('grant.create', { body });
}
