import { describe, expect, test } from 'vitest';
import { fromInput, toInput } from './instant.ts';

describe('an instant in a form', () => {
  test('comes back as it went in, to the second', () => {
    expect(fromInput(toInput('2026-03-02T09:00:05.000Z'))).toBe('2026-03-02T09:00:05.000Z');
  });
  test('is nothing when the form is empty or wrong', () => {
    expect(fromInput('')).toBe('');
    expect(fromInput('nonsense')).toBe('');
    expect(toInput('')).toBe('');
    expect(toInput('nonsense')).toBe('');
  });
});
