import { describe, expect, it } from 'vitest';
import { findData } from './classify.ts';
import { seeded } from './corpus.fixture.ts';
import { fullName } from './finding.ts';

const names = (text: string): string[] => findData(text).map(fullName);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const spelled = (text: string, base: number): string =>
  [...text].map((one) => String.fromCodePoint(base + one.charCodeAt(0))).join('');

const card = '4111 1111 1111 1111';

describe('AT-54: a disguise hides nothing from the detectors', () => {
  it.each([
    ['base64', base64('write to jane@acme.com'), 'email'],
    ['base64 without padding', `x ${base64(`pay with ${card}`).replaceAll('=', '')} y`, 'card'],
    ['base64 for addresses', Buffer.from('jane@acme.com, ÿÿÿ').toString('base64url'), 'email'],
    ['base64 twice', base64(base64('jane@acme.com is who it is')), 'email'],
    [
      'base64 in lines',
      (base64(`${'x '.repeat(40)}jane@acme.com`).match(/.{1,40}/g) ?? []).join('\n'),
      'email',
    ],
    ['base64 at the end of a path', `https://x.io/p/${base64('jane@acme.com').replaceAll('=', '')}`, 'email'],
    ['base64 of UTF-16', Buffer.from('jane@acme.com', 'utf16le').toString('base64'), 'email'],
    ['hexadecimal digits', Buffer.from('jane@acme.com').toString('hex'), 'email'],
    ['tag characters', spelled('jane@acme.com', 0xe0000), 'email'],
    ['zero-width characters', 'ja\u200bne\u200d@ac\u2060me.c\ufeffom', 'email'],
    ['soft hyphens in a card', '4111\u00ad1111\u00ad1111\u00ad1111', 'card'],
    ['fullwidth digits', spelled('4111111111111111', 0xff10 - 48), 'card'],
    ['Arabic-Indic digits', spelled('4111111111111111', 0x660 - 48), 'card'],
    ['mathematical digits', spelled('4111111111111111', 0x1d7ce - 48), 'card'],
    ['spaces that do not break', '4111\u00a01111\u202f1111\u20091111', 'card'],
    ['dashes of print', '4111–1111—1111‑1111', 'card'],
    ['a fullwidth at', 'jane＠acme．com', 'email'],
    ['percent signs', 'jane%40acme%2Ecom', 'email'],
    ['escapes of JSON', String.raw`jane\u0040acme.com`, 'email'],
    [
      'JSON in JSON',
      JSON.stringify(JSON.stringify('jane@acme.com\n')).replace('@', String.raw`\\u0040`),
      'email',
    ],
    ['entities of HTML', 'jane&#64;acme&#x2e;com', 'email'],
    ['tags in base64', base64(spelled('jane@acme.com', 0xe0000)), 'email'],
  ])('%s', (_name, text, found) => {
    expect(names(text)).toContain(found);
  });

  it('gives the place in the text as it stands, so that all of the disguise is taken out', () => {
    for (const text of ['ja\u200bne@acme.com', base64('mail jane@acme.com'), 'jane%40acme.com']) {
      const whole = `See ${text} there`;
      const [found] = findData(whole);
      expect(whole.slice(found?.start, found?.end), text).toBe(text);
    }
  });

  it('finds the same wherever it stands in a long text', () => {
    const random = seeded(54);
    for (let time = 0; time < 40; time += 1) {
      const before = 'word 12 '.repeat(random(400));
      const text = `${before}${card} ${'1 2 '.repeat(random(300))}`;
      expect(findData(text).filter(({ dataClass }) => dataClass === 'card')).toMatchObject([
        { start: before.length },
      ]);
    }
  });

  it('is linear: hostile texts are read through, where a backtracking reader would outlive the test', () => {
    const pieces = [
      '1 ',
      '1-',
      '4111 ',
      'a@',
      'a.',
      'AB12',
      '+12 ',
      '%41',
      String.raw`\u0041`,
      '&#65;',
      'DE89 ',
      '::1',
      '1.1.',
      'key=',
      'eyJ',
      '://a:',
      '\u200b',
      'e\u0301',
      'QUFB',
      '-----BEGIN ',
    ];
    for (const piece of pieces) expect(Array.isArray(findData(piece.repeat(30_000)))).toBe(true);
  });
});

describe('what is possibly something', () => {
  it('becomes likely by a word near it', () => {
    const sure = (text: string) => findData(text).map(({ kind, confidence }) => [kind, confidence]);
    expect(sure('order 111222333')).toEqual(expect.not.arrayContaining([['nl_bsn', 'certain']]));
    expect(sure('BSN 111222333')).toEqual([['nl_bsn', 'certain']]);
    expect(sure('posting 111222333').every(([, confidence]) => confidence === 'possible')).toBe(true);
  });

  it('terms of health and money are likely', () => {
    expect(findData('Her chemotherapy ends; the gross salary is unknown.')).toMatchObject([
      { dataClass: 'health', confidence: 'likely' },
      { dataClass: 'financial', confidence: 'likely' },
    ]);
    expect(names('A general remark about healthy food and finance in general.')).toEqual([]);
  });

  it('addresses of the network are told from versions', () => {
    expect(
      findData('host 10.20.30.40, docs 192.0.2.7, version 1.2.3.4, fe80::1ff:fe23:4567:890a'),
    ).toMatchObject([
      { dataClass: 'ip_address', confidence: 'certain' },
      { dataClass: 'ip_address', confidence: 'possible' },
      { dataClass: 'ip_address', confidence: 'certain' },
    ]);
  });
});
