import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, rangesOf } from './excerpt.ts';
import { indexedText } from './indexed.ts';
import { parseQuery } from './query.ts';
import { foldedName, foldedWords } from './words.ts';

describe('a query', () => {
  it('holds words, phrases, what must not be there, and names', () => {
    const typed = 'Summarise "due date" -Draft kind:prompt tag:"two words" owner:Eli library:support';
    expect(parseQuery(typed)).toEqual({
      terms: [
        { words: 'summarise', exact: false },
        { words: 'due date', exact: true },
      ],
      without: [{ words: 'draft', exact: false }],
      kinds: ['prompt'],
      libraries: ['support'],
      owners: ['eli'],
      tags: ['two words'],
    });
  });

  it('reads what is malformed as plain words', () => {
    const words = (typed: string) => parseQuery(typed).terms.map((term) => term.words);
    expect(words('kind:nonsense')).toEqual(['kind nonsense']);
    expect(words('tag: x')).toEqual(['tag', 'x']);
    expect(words('color:red')).toEqual(['color red']);
    expect(words('"never closed and')).toEqual(['never closed and']);
    expect(words('gpt-4o-mini {{ticket.id}}')).toEqual(['gpt 4o mini', 'ticket id']);
    expect(parseQuery('- "" "" : () & | ! <-> \0')).toEqual(parseQuery(''));
  });

  it('never fails, and never asks for more than it may', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (typed) => {
        const { terms, without, kinds, libraries, owners, tags } = parseQuery(typed);
        for (const { words } of [...terms, ...without]) {
          expect(words).toBe(words.trim());
          expect(words).not.toMatch(/['\0\\&|!<>():*]/);
        }
        expect(Math.max(terms.length, without.length)).toBeLessThanOrEqual(16);
        for (const names of [kinds, libraries, owners, tags]) expect(names.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe('words', () => {
  it('do not differ by case, accents or width', () => {
    expect(foldedWords('Größe GRÖSSE Ｗｉｄｅ naïve')).toBe('große grosse wide naive');
    expect(foldedWords('請求書 v2')).toBe('請 求 書 v2');
  });

  it('of a name are found by its parts', () => {
    expect(foldedName('emails/replyToComplaint')).toBe('emails replytocomplaint emails reply to complaint');
    expect(foldedName('reply-to_complaint')).toBe('reply to complaint');
  });
});

describe('what is shown', () => {
  const terms = parseQuery('Customers "due date"').terms;

  it('marks words, beginnings and phrases where they stand', () => {
    const text = 'A customer asks; customers wait until the Due  Date.';
    expect(rangesOf(text, terms).map(({ start, end }) => text.slice(start, end))).toEqual([
      'customer',
      'customers',
      'Due  Date',
    ]);
  });

  it('is the part of the text that says most, before the front matter', () => {
    const text = `---\ndescription: customers\n---\n${'Nothing here.\n'.repeat(40)}The customers know the due date.`;
    const { text: shown, matches } = excerptOf(text, terms);
    expect(matches.map(({ start, end }) => shown.slice(start, end))).toEqual(['customers', 'due date']);
    expect(shown).not.toContain('\n');
    expect(excerptOf(text, []).text).toMatch(/^…Nothing here\. /);
  });

  it('has ranges inside the text, in order, whatever the text and the query are', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 600 });
    fc.assert(
      fc.property(anything, anything, (text, typed) => {
        const { text: shown, matches } = excerptOf(text, parseQuery(typed + text.slice(0, 20)).terms);
        let at = 0;
        for (const { start, end } of matches) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(shown.length);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('what is indexed', () => {
  it('is what a prompt says about itself', () => {
    const text =
      '---\ndescription: Sorts tickets\ncountersign:\n  owner: eli@example.com\n  tags: [Legal, legal]\n---\nHi';
    expect(indexedText('a/sortTickets.prompt', text)).toMatchObject({
      kind: 'prompt',
      name: 'a/sortTickets',
      title: 'Sorts tickets',
      owner: 'eli@example.com',
      tags: ['legal'],
      leaf: 'sorttickets',
    });
  });

  it('is the name alone of what is no text, and the text of a prompt that cannot be read', () => {
    expect(indexedText('logo.png', '\u0089PNG\0\0')).toMatchObject({ kind: 'other', text: '', body: '' });
    expect(indexedText('a.prompt', '---\nnever: closed')).toMatchObject({
      title: null,
      body: 'never closed',
    });
  });
});
