import { expect, it } from 'vitest';
import { base64Of, isPassedOver, sourceOf, textOf, whyNot } from './source.ts';

const file = (path: string, content: string | Uint8Array<ArrayBuffer>) => ({
  path,
  file: new File([content], path),
});

it('sends one zip as a zip, one JSON as an export, and all else as files', async () => {
  expect(await sourceOf([file('a.ZIP', 'PK')])).toEqual({ source: 'zip', base64: btoa('PK') });
  expect(await sourceOf([file('a.json', '{}')])).toEqual({ source: 'json', name: 'a.json', text: '{}' });
  const bytes = new Uint8Array([255, 0, 1]);
  expect(await sourceOf([file('a/b.prompt', 'Hi'), file('a/c.png', bytes)])).toEqual({
    source: 'files',
    files: [
      { path: 'a/b.prompt', text: 'Hi' },
      { path: 'a/c.png', base64: base64Of(bytes) },
    ],
  });
});

it('says what cannot be sent before it is', async () => {
  await expect(sourceOf([])).rejects.toThrow('There is no file in it.');
  expect(whyNot(Array.from({ length: 2_001 }, () => file('a', '')))).toContain('2001 files');
  const large = file('a', '');
  Object.defineProperty(large.file, 'size', { value: 30_000_001 });
  expect(whyNot([large])).toContain('30 MB');
});

it('knows text from bytes', () => {
  expect(textOf(new TextEncoder().encode('Ünï'))).toBe('Ünï');
  expect(textOf(new Uint8Array([0xff]))).toBeNull();
  expect(textOf(new Uint8Array([65, 0]))).toBeNull();
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
  expect(Uint8Array.from(atob(base64Of(bytes)), (one) => one.charCodeAt(0))).toEqual(bytes);
});

it.each([
  ['a/.git/config', true],
  ['node_modules/x/a.json', true],
  ['a/.gitignore', false],
])('%s is passed over: %s', (path, yes) => expect(isPassedOver(path)).toBe(yes));
