import { describe, expect, it } from 'vitest';
import { convertFiles, type SourceFile, sourceFile } from './convert-files.ts';
import { IMPORT_LIMITS } from './limits.ts';
import { readZip } from './read-zip.ts';
import { zipOf } from './zip.fixture.ts';

/** `source → path (outcome)` or `source: why`. */
function told(files: readonly SourceFile[], folder = ''): string[] {
  return convertFiles(files, { folder }).report.map(({ source, path, outcome, why }) =>
    path === null ? `${source}: ${why}` : `${source} → ${path} (${outcome})`,
  );
}
const file = (source: string, text = 'x'): SourceFile => ({ source, text });
const containing = (...parts: string[]) => parts.map((part) => expect.stringContaining(part));

describe('a folder', () => {
  it.each<[string, readonly SourceFile[], unknown[]]>([
    ['a prompt', [file('a/b.prompt')], ['a/b.prompt → a/b.prompt (imported)']],
    ['a name with spaces', [file('My Prompt.prompt')], ['My Prompt.prompt → My-Prompt.prompt (renamed)']],
    [
      'a collision',
      [file('My Prompt.prompt'), file('My-Prompt.prompt')],
      containing('(renamed)', 'My-Prompt.prompt → My-Prompt-2.prompt (renamed)'),
    ],
    [
      'a text among prompts',
      [file('prompts/Say Hi.txt', 'Hi {name}')],
      ['prompts/Say Hi.txt → prompts/say-hi.prompt (converted)'],
    ],
    [
      'two texts of one name',
      [file('prompts/a.txt'), file('prompts/a.md')],
      ['prompts/a.txt → prompts/a.prompt (converted)', 'prompts/a.md → prompts/a-2.prompt (converted)'],
    ],
    ['a text elsewhere', [file('notes/a.txt')], ['notes/a.txt → notes/a.txt (imported)']],
    [
      'a README among prompts',
      [file('prompts/README.md')],
      ['prompts/README.md → prompts/README.md (imported)'],
    ],
    [
      'a skill',
      [file('prompts/s/SKILL.md'), file('prompts/s/more.md')],
      [
        'prompts/s/SKILL.md → prompts/s/SKILL.md (imported)',
        'prompts/s/more.md → prompts/s/more.md (imported)',
      ],
    ],
    [
      'Jinja among prompts',
      [file('prompts/a.md', '{% if a %}')],
      containing('prompts/a.md: It holds "{% if a %}"'),
    ],
    [
      'an export among files',
      [
        file('x.json', '{"name":"greet","type":"text","prompt":"Hi","version":1}'),
        file('package.json', '{"name":"a","version":"1.0.0"}'),
      ],
      ['x.json: greet (version 1) → greet.prompt (converted)', 'package.json → package.json (imported)'],
    ],
    [
      'a way out',
      [
        file('../a.txt'),
        file('/etc/passwd'),
        file('C:\\a'),
        file('a/../b'),
        file('.git/config'),
        file('a/.GIT/x'),
      ],
      containing('"."', 'relative', 'relative', '".."', '.git', '.git'),
    ],
    ['accents in two parts', [file('cafe\u0301.txt')], ['cafe\u0301.txt → caf\u00e9.txt (renamed)']],
    [
      'a file that is a folder',
      [file('a'), file('a/b')],
      ['a → a (imported)', expect.stringMatching(/^a\/b/)],
    ],
    ['leftovers', [file('__MACOSX/a'), file('a/.DS_Store')], containing('left over', 'left over')],
    [
      'too large',
      [file('a.txt', 'x'.repeat(IMPORT_LIMITS.bytesPerFile + 1))],
      containing('It is over 256 KiB'),
    ],
    [
      'no text',
      [sourceFile('a.png', Uint8Array.of(0xff, 0xd8)), sourceFile('b', Uint8Array.of(0))],
      containing('It is no text in UTF-8', 'It is no text in UTF-8'),
    ],
    [
      'AT-58 names of prototypes',
      [file('__proto__'), file('constructor.prompt')],
      ['__proto__ → __proto__ (imported)', 'constructor.prompt → constructor.prompt (imported)'],
    ],
  ])('%s', (_name, files, expected) => expect(told(files)).toEqual(expected));

  it('goes below another folder, whole', () => {
    expect(told([file('a.prompt'), file('../x')], 'from/there')).toEqual([
      'a.prompt → from/there/a.prompt (imported)',
      expect.stringContaining('../x: '),
    ]);
  });

  it('ends at 2,000 files and 30 MB', () => {
    const many = Array.from({ length: IMPORT_LIMITS.files + 1 }, (_, index) => file(`${index}.txt`));
    expect(told(many).at(-1)).toContain('at most 2000 files');
    const large = Array.from({ length: 121 }, (_, index) => file(`${index}.txt`, 'x'.repeat(250_000)));
    expect(told(large).at(-1)).toContain('at most 30 MB');
  });
});

describe('AT-60: a zip', () => {
  const names = async (bytes: Uint8Array) => told(await readZip(bytes));

  it('gives its files; archives, links and encrypted files inside stay closed', async () => {
    const link = (0o120777 << 16) >>> 0;
    const inner = zipOf([{ name: 'secret.prompt', text: 'x' }]);
    expect(
      await names(
        zipOf([
          { name: 'a/', text: '' },
          { name: 'a/b.prompt', text: 'Hi' },
          { name: 'inner.zip', text: inner },
          { name: 'link', text: '/etc/passwd', attributes: link },
          { name: 'locked.txt', text: 'x', flags: 0x801 },
          { name: '../../out.txt', text: 'x' },
          { name: '/abs.txt', text: 'x' },
          { name: 'win\\dir.txt', text: 'x' },
          { name: '.git/hooks/post-checkout', text: 'x' },
          { name: 'a.bin', text: Uint8Array.of(0, 1, 2) },
        ]),
      ),
    ).toEqual([
      'a/b.prompt → a/b.prompt (imported)',
      ...containing(
        'inner.zip: It is an archive',
        'link: It is a symbolic link',
        'locked.txt: It is encrypted',
      ),
      ...containing('../../out.txt: The path', '/abs.txt: The path must be relative'),
      'win/dir.txt → win/dir.txt (imported)',
      ...containing('.git/hooks/post-checkout: The path may not hold ".git"', 'a.bin: It is no text'),
    ]);
  });

  it('refuses bombs by its directory, without inflating them', async () => {
    const bomb = 'x'.repeat(9_000_000);
    const started = process.memoryUsage().rss;
    expect(await names(zipOf([{ name: 'bomb.json', text: bomb }]))).toEqual(
      containing('bomb.json: It is compressed more'),
    );
    expect(await names(zipOf([{ name: 'bomb.txt', text: bomb }]))).toEqual(
      containing('bomb.txt: It is over 262144 bytes'),
    );
    const random = Array.from({ length: 60_000 }, (_, index) => Math.imul(index, 2_654_435_761).toString(36))
      .join('')
      .slice(0, 250_000);
    const many = Array.from({ length: 130 }, (_, index) => ({ name: `${index}.txt`, text: random }));
    await expect(readZip(zipOf(many))).rejects.toThrow('over 30 MB together');
    expect(process.memoryUsage().rss - started).toBeLessThan(400_000_000);
  });

  it('does not believe sizes', async () => {
    const lying = zipOf([
      { name: 'small.txt', text: 'x'.repeat(5_000_000), claimedSize: 10 },
      { name: 'large.txt', text: 'x', claimedSize: 1_000 },
      { name: 'good.txt', text: 'x' },
    ]);
    expect(await names(lying)).toEqual([
      ...containing('small.txt: It is damaged', 'large.txt: It is damaged'),
      'good.txt → good.txt (imported)',
    ]);
  });

  it('is refused when it is none, is cut, or has too many entries', async () => {
    await expect(readZip(Buffer.from('no zip'))).rejects.toThrow('cannot be read as a zip');
    const whole = zipOf([{ name: 'a.txt', text: 'x'.repeat(100) }]);
    await expect(readZip(whole.subarray(0, whole.length - 30))).rejects.toThrow('cannot be read as a zip');
    const many = Array.from({ length: IMPORT_LIMITS.zipEntries + 1 }, (_, index) => ({
      name: `${index}/`,
      text: '',
    }));
    await expect(readZip(zipOf(many))).rejects.toThrow('entries');
  });

  it('survives damage anywhere', async () => {
    const whole = zipOf([
      { name: 'a.txt', text: 'hello' },
      { name: 'b.txt', text: 'you' },
    ]);
    for (let at = 0; at < whole.length; at += 1)
      for (const flip of [0x01, 0x80, 0xff]) {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        await readZip(damaged).catch((error: unknown) =>
          expect(error).toHaveProperty('message', expect.stringMatching(/zip/)),
        );
      }
  });
});
