import { expect, it } from 'vitest';
import { manualClock } from '../platform/clock.ts';
import { createSignInAttempts } from './sign-in-attempts.ts';

it('makes an address wait after ten attempts, and nobody else', () => {
  const clock = manualClock('2026-01-01T00:00:00Z');
  const attempts = createSignInAttempts(clock);
  for (let count = 0; count < 10; count++) attempts.begin('a@x.example');
  expect(() => attempts.begin('a@x.example')).toThrow('session.too_many_attempts');
  expect(() => attempts.begin('b@x.example')).not.toThrow();
  clock.advance(5 * 60_000);
  expect(() => attempts.begin('a@x.example')).not.toThrow();
});

it('forgets the failures of who signed in', () => {
  const attempts = createSignInAttempts(manualClock('2026-01-01T00:00:00Z'));
  for (let count = 0; count < 9; count++) attempts.begin('a@x.example');
  attempts.succeeded('a@x.example');
  for (let count = 0; count < 10; count++) attempts.begin('a@x.example');
  expect(() => attempts.begin('a@x.example')).toThrow('session.too_many_attempts');
});
