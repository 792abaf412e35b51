import { describe, expect, it } from 'vitest';
import { isGuessedFirst } from './guessed.ts';

describe('passwords that guessers try early', () => {
  it.each([
    'password1234',
    'Password!2026',
    'passwordpassword',
    'p@ssw0rd2026!',
    'qwertyuiop12',
    '123456789012',
    '987654321098',
    'aaaaaaaaaaaaaa',
    'abababababab'.replaceAll('ab', 'dragon'),
    'ILoveYou!!!!2024',
    'abcdefghijkl',
    '111111111111',
  ])('%s', (password) => {
    expect(isGuessedFirst(password)).toBe(true);
  });

  it.each([
    'a long enough password',
    'correct horse battery staple',
    'vUz7#pQ2-mK9',
    'northwind trades 9 lamps',
    'паруса над гаванью',
  ])('not: %s', (password) => {
    expect(isGuessedFirst(password)).toBe(false);
  });

  it('knows one’s own address', () => {
    const own = ['amara.okafor@northwind.example', 'Amara Okafor'];
    expect(isGuessedFirst('Amara.Okafor2026', own)).toBe(true);
    expect(isGuessedFirst('amara.okafor@northwind.example', own)).toBe(true);
    expect(isGuessedFirst('Amara Okafor 77', own)).toBe(true);
    expect(isGuessedFirst('Amara.Okafor2026')).toBe(false);
  });
});
