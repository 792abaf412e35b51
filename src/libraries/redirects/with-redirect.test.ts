import { describe, expect, it } from 'vitest';
import { parsePrompt } from '../dotprompt/index.ts';
import { withRedirect } from './with-redirect.ts';

describe('a redirect in a prompt', () => {
  it('is one line more, and nothing else changes', () => {
    const source =
      '---\nmodel: a # why\ncountersign:\n    owner: eli@example.com\n    tags: [x]\n---\nBody {{a}}\n';
    const changed = withRedirect(source, 'support/letter') ?? '';
    expect(changed).toBe(source.replace('countersign:\n', 'countersign:\n    redirect: support/letter\n'));
    expect(withRedirect(changed, 'legal/letter')).toBe(changed.replace('support/letter', 'legal/letter'));
  });

  it('is written where there is no block, and where there is no front matter', () => {
    expect(withRedirect('---\nmodel: a\n---\nBody', 'b/c')).toBe(
      '---\nmodel: a\ncountersign:\n  redirect: b/c\n---\nBody',
    );
    expect(withRedirect('Body', 'b/c')).toBe('---\ncountersign:\n  redirect: b/c\n---\nBody');
  });

  it('is not written where it would not be read as one', () => {
    expect(withRedirect('---\ncountersign: {owner: x}\n---\nBody', 'b/c')).toBeUndefined();
    expect(withRedirect('---\nmodel: [\n---\nBody', 'b/c')).toBeUndefined();
    expect(withRedirect('Body', 'b/c@7')).toBeUndefined();
    expect(withRedirect('Body', 'nothing')).toBeUndefined();
  });

  it('names a prompt without a version, and only a prompt', () => {
    for (const to of ['a/b@production', 'a', '/b', 'A/b', 'a/b c'])
      expect(parsePrompt(`---\ncountersign:\n  redirect: "${to}"\n---\nBody`).ok).toBe(false);
  });
});
