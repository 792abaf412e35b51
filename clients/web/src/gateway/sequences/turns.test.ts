import { expect, it } from 'vitest';
import { addedIn } from './turns.ts';

it('shows of a turn what those before it do not have', () => {
  const said = [
    { role: 'system', content: 'Be kind.' },
    { role: 'user', content: 'Hi' },
  ];
  const rolesOf = (recorded: readonly unknown[]) => addedIn(recorded).map(({ role }) => role);
  expect(rolesOf(said)).toEqual(['system', 'user']);
  const next = [
    ...said,
    { role: 'assistant', content: 'Hello.' },
    { role: 'tool', content: '7' },
    { role: 'user', content: 'And?' },
  ];
  expect(rolesOf(next)).toEqual(['tool', 'user']);
});
