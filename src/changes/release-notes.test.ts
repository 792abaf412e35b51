import { expect, it } from 'vitest';
import { draftNotes } from './release-notes.ts';

it('says the title, and what each commit said, once', () => {
  expect(draftNotes('Kinder tone', [])).toBe('Kinder tone');
  expect(draftNotes('Kinder tone', ['Kinder tone'])).toBe('Kinder tone');
  expect(draftNotes('Kinder tone', ['Say please', 'Say please', 'Say thanks', 'Kinder tone'])).toBe(
    'Kinder tone\n\n- Say please\n- Say thanks',
  );
});
