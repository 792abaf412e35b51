import type { Schema } from '@cfworker/json-schema';
import { collectFaults } from '../dotprompt/fault.ts';
import { splitDocument } from '../dotprompt/front-matter.ts';
import { isFields, isList, type Value } from '../dotprompt/value.ts';
import { readPlainYaml } from '../yaml/read.ts';
import { type AssetFault, inOrder, type KindReading, yamlFaults } from './fault.ts';
import { schemaFindings } from './schema-faults.ts';

export const SKILL_LIMITS = { characters: 32_768, depth: 16, anchors: 1_000, brackets: 1_000 } as const;

export interface SkillOutline {
  readonly kind: 'skill';
  readonly name: string;
  readonly description: string;
  readonly license: string | null;
  readonly compatibility: string | null;
  readonly allowedTools: string[];
  /** Markdown, as written. */
  readonly body: string;
}

/** The front matter of `SKILL.md` (Agent Skills specification, "Frontmatter"). */
const frontMatter: Schema = {
  type: 'object',
  properties: {
    name: {
      type: 'string',
      maxLength: 64,
      pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
      description: 'small letters, digits and single hyphens, at most 64, as the folder is called',
    },
    description: {
      type: 'string',
      maxLength: 1_024,
      pattern: '\\S',
      description: 'a text of 1 to 1024 characters that says what the skill does and when to use it',
    },
    license: { type: 'string', description: 'the name of a license, or of the file that holds it' },
    compatibility: {
      type: 'string',
      minLength: 1,
      maxLength: 500,
      description: 'a text of 1 to 500 characters',
    },
    metadata: {
      type: 'object',
      additionalProperties: { type: ['string', 'number', 'boolean'], description: 'a text' },
      description: 'a list of "name: text" lines',
    },
    'allowed-tools': {
      type: ['string', 'array'],
      items: { type: 'string' },
      description: 'names of tools, as a list or with spaces between them',
    },
  },
  required: ['name', 'description'],
  additionalProperties: false,
};

/** Reads `FOLDER/SKILL.md`. Pure, total, bounded. */
export function readSkill(path: string, text: string): KindReading<SkillOutline> {
  const fault = (code: 'unparsable' | 'invalid', message: string, line = 1, column = 1): AssetFault => ({
    code: `skill.${code}`,
    message,
    line,
    column,
  });
  const split = collectFaults(() => splitDocument(text));
  if (!split.ok)
    return {
      faults: split.faults.map(({ message, line, column }) => fault('unparsable', message, line, column)),
      outline: null,
    };
  const { yaml: front, body } = split.value;
  if (front === undefined) {
    const message =
      'A skill starts with its name and description between two lines of "---". Add them in front of the text.';
    return { faults: [fault('unparsable', message)], outline: null };
  }
  const yaml = readPlainYaml(front, { limits: SKILL_LIMITS, subject: 'The front matter', firstLine: 2 });
  if (!yaml.ok) return { faults: yamlFaults('skill', yaml.faults), outline: null };
  if (!isFields(yaml.value)) {
    const message = 'The front matter must hold "name: …" and "description: …". Add them.';
    return { faults: [fault('invalid', message, 2)], outline: null };
  }
  const faults = schemaFindings(frontMatter, yaml).map(({ message, line, column }) =>
    fault('invalid', message, line, column),
  );
  const folder = path.split('/').at(-2);
  const { name } = yaml.value;
  const misnamed = typeof name === 'string' && faults.length === 0 && name !== folder;
  const place = yaml.valueAt(['name']);
  const message = `The skill is called "${name}" and its folder "${folder}". Give both one name.`;
  return {
    faults: inOrder([...faults, ...(misnamed ? [fault('invalid', message, place.line, place.column)] : [])]),
    outline: outlineOf(yaml.value, body),
  };
}

function outlineOf(fields: Readonly<Record<string, Value>>, body: string): SkillOutline {
  const text = (value: Value) => (typeof value === 'string' ? value : null);
  const tools = fields['allowed-tools'];
  return {
    kind: 'skill',
    name: text(fields.name) ?? '',
    description: text(fields.description) ?? '',
    license: text(fields.license),
    compatibility: text(fields.compatibility),
    allowedTools: isList(tools)
      ? tools.filter((tool) => typeof tool === 'string')
      : (text(tools)?.split(/\s+/).filter(Boolean) ?? []),
    body,
  };
}
