import { clean, conflict, type MergeCase, place, text } from './case.ts';

const path = 'rules/prompts.cedar';
const published = `@id("published")
@reason("Published prompts may be run.")
permit (principal, action == Action::"execution.create", resource is Prompt)
when { resource.published };
`;
const night = `// Nobody is there at night; see "@id" below.
@id("night")
@mode("enforce")
forbid (principal, action, resource)
when { context.hour < 6 || context.hour > 22 };
`;
const base = `// What may run.\n${published}\n${night}`;
const rule = (id: string) =>
  `\n@id("${id}")\nforbid (principal, action, resource)\nwhen { context.${id} };\n`;

const skill = 'skills/pdf/SKILL.md';
const document = text(
  '---',
  'name: pdf',
  'description: Reads PDF files # short',
  '---',
  '# PDF',
  '',
  'Open the file with the reader.',
  '',
  'Close it when you are done.',
);

/** Cedar by policy, skills by key and text. */
export const policyAndSkillCases: readonly MergeCase[] = [
  {
    name: 'both edit different policies',
    path,
    base,
    ours: base.replace('resource.published', 'resource.published && context.approved'),
    theirs: base.replace('context.hour < 6', 'context.hour < 7'),
    expected: clean(
      base
        .replace('resource.published', 'resource.published && context.approved')
        .replace('context.hour < 6', 'context.hour < 7'),
    ),
  },
  {
    name: 'both add a policy at the end',
    path,
    base,
    ours: base + rule('weekend'),
    theirs: base + rule('holiday'),
    expected: clean(base + rule('holiday') + rule('weekend')),
  },
  {
    name: 'both change different parts of one condition',
    path,
    base,
    ours: base.replace('context.hour < 6', 'context.hour < 7'),
    theirs: base.replace('context.hour > 22', 'context.hour > 23'),
    expected: conflict(
      place(
        'section',
        'policy "night"',
        `\n${night}`,
        `\n${night.replace('hour < 6', 'hour < 7')}`,
        `\n${night.replace('hour > 22', 'hour > 23')}`,
      ),
    ),
  },
  {
    name: 'one changes an annotation, the other the condition',
    path,
    base,
    ours: base.replace('enforce', 'monitor'),
    theirs: base.replace('context.hour > 22', 'context.hour > 23'),
    expected: clean(base.replace('enforce', 'monitor').replace('context.hour > 22', 'context.hour > 23')),
  },
  {
    name: 'one deletes a policy that the other tightens',
    path,
    base,
    ours: `// What may run.\n${published}`,
    theirs: base.replace('context.hour < 6', 'context.hour < 7'),
    expected: conflict(
      place('section', 'policy "night"', `\n${night}`, '', `\n${night.replace('hour < 6', 'hour < 7')}`),
    ),
  },
  {
    name: 'one swaps policies, the other edits one',
    path,
    base: `${published}${night}`,
    ours: `${night}${published}`,
    theirs: `${published.replace('may be run', 'may run')}${night}`,
    expected: clean(`${night}${published.replace('may be run', 'may run')}`),
  },
  {
    name: 'policies without an id are merged as text, and a shared condition is a conflict',
    path,
    base: text('permit (principal, action, resource)', 'when { context.a };'),
    ours: text('permit (principal, action, resource)', 'when { context.b };'),
    theirs: text('permit (principal, action, resource)', 'when { context.c };'),
    expected: conflict(place('words', 'line 2', 'a', 'b', 'c')),
  },
  {
    name: 'skill: one edits the front matter, the other the text',
    path: skill,
    base: document,
    ours: document.replace('Reads PDF files', 'Reads and writes PDF files'),
    theirs: document.replace('with the reader', 'with the small reader'),
    expected: clean(
      document
        .replace('Reads PDF files', 'Reads and writes PDF files')
        .replace('with the reader', 'with the small reader'),
    ),
  },
  {
    name: 'skill: both add a key',
    path: skill,
    base: document,
    ours: document.replace('---\n#', 'version: 2\n---\n#'),
    theirs: document.replace('---\n#', 'license: MIT\n---\n#'),
    expected: clean(document.replace('---\n#', 'license: MIT\nversion: 2\n---\n#')),
  },
  {
    name: 'skill: both rewrite the description',
    path: skill,
    base: document,
    ours: document.replace('Reads PDF files', 'Reads PDF documents'),
    theirs: document.replace('Reads PDF files', 'Opens PDF files'),
    expected: conflict(
      place(
        'key',
        'description',
        'description: Reads PDF files # short\n',
        'description: Reads PDF documents # short\n',
        'description: Opens PDF files # short\n',
      ),
    ),
  },
];
