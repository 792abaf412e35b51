import type { AssetKind } from '../asset.ts';

/** A starting point as it is described here; its text is the file `suggestedPath` in this folder. */
export interface TemplateEntry {
  readonly id: string;
  readonly kind: Exclude<AssetKind, 'other'>;
  readonly name: string;
  /** What it is good for, as one sentence without a period. */
  readonly description: string;
  readonly suggestedPath: string;
  /** Values with which a prompt renders; empty for other kinds. */
  readonly sampleVariables: Readonly<Record<string, unknown>>;
}

export interface Template extends TemplateEntry {
  readonly text: string;
}

const starter = (
  kind: TemplateEntry['kind'],
  suggestedPath: string,
  name: string,
  description: string,
): TemplateEntry => ({ id: `new-${kind}`, kind, name, description, suggestedPath, sampleVariables: {} });

/** The starting points, prompts first. Where a text holds its own name (`my-skill`), the asset's name is to stand. */
export const CATALOG: readonly TemplateEntry[] = [
  {
    id: 'summarize',
    kind: 'prompt',
    name: 'Summarize a text',
    description: 'A faithful summary of a given length, for the people who will read it',
    suggestedPath: 'summarize.prompt',
    sampleVariables: {
      text: 'The shop in Lyon opens at nine from Monday on. The one in Nantes stays closed until 4 May.',
      audience: 'customers',
      sentences: 2,
    },
  },
  {
    id: 'classify',
    kind: 'prompt',
    name: 'Sort into categories',
    description: 'One of your categories, how urgent it is, and why, as JSON',
    suggestedPath: 'classify.prompt',
    sampleVariables: {
      message: 'I was charged twice for order 1043.',
      categories: ['billing', 'delivery', 'account'],
    },
  },
  {
    id: 'extract',
    kind: 'prompt',
    name: 'Extract facts as JSON',
    description: 'The facts of a document in a fixed form, with what a person should check',
    suggestedPath: 'extract.prompt',
    sampleVariables: {
      document: 'Invoice 2201, Harbor Paper, 3 March 2026. 40 boxes of paper. Total EUR 312.00',
    },
  },
  {
    id: 'rewrite-tone',
    kind: 'prompt',
    name: 'Rewrite in another tone',
    description: 'Says the same thing warmer, shorter or more formally, and changes no fact',
    suggestedPath: 'rewrite-tone.prompt',
    sampleVariables: { text: 'Your parcel is late. Wait.', tone: 'warm', reader: 'a customer' },
  },
  {
    id: 'translate',
    kind: 'prompt',
    name: 'Translate',
    description: 'Keeps terms, names and layout, and says where a sentence has two meanings',
    suggestedPath: 'translate.prompt',
    sampleVariables: {
      text: 'The ledger is open.',
      language: 'French',
      terms: [{ term: 'ledger', translation: 'registre' }],
    },
  },
  {
    id: 'answer-with-citations',
    kind: 'prompt',
    name: 'Answer from documents, with citations',
    description: 'Uses the given documents and nothing else, and says when they do not answer',
    suggestedPath: 'answer-with-citations.prompt',
    sampleVariables: {
      question: 'How long may I return something?',
      documents: [{ id: 'returns-policy', text: 'Returns are accepted for 30 days.' }],
    },
  },
  {
    id: 'review-checklist',
    kind: 'prompt',
    name: 'Review against a checklist',
    description: 'A verdict for every point with the words that show it; a person decides',
    suggestedPath: 'review-checklist.prompt',
    sampleVariables: {
      text: 'The supplier delivers within ten days.',
      checklist: ['Names a delivery time', 'Names a penalty for delay'],
    },
  },
  {
    id: 'draft-email',
    kind: 'prompt',
    name: 'Draft an e-mail',
    description: 'A first draft from notes, with what is missing in brackets',
    suggestedPath: 'draft-email.prompt',
    sampleVariables: {
      notes: 'The meeting moves to Thursday at ten. Same room.',
      recipient: 'Ada, a supplier we know well',
      sender: 'Ben',
    },
  },
  {
    id: 'explain-code',
    kind: 'prompt',
    name: 'Explain code',
    description: 'What it is for, how it works, and what would surprise',
    suggestedPath: 'explain-code.prompt',
    sampleVariables: { code: 'const half = (n) => n >> 1;', language: 'js', question: 'What of negatives?' },
  },
  {
    id: 'judge-answer',
    kind: 'prompt',
    name: 'Judge an answer',
    description: 'A reason, a score and a verdict against a rubric, for evaluations',
    suggestedPath: 'judge-answer.prompt',
    sampleVariables: {
      question: 'When does the shop open?',
      answer: 'At nine.',
      rubric: 'Names the time. Invents nothing.',
    },
  },
  {
    id: 'blank',
    kind: 'prompt',
    name: 'Blank prompt',
    description: 'One variable and nothing else',
    suggestedPath: 'blank.prompt',
    sampleVariables: { question: 'Why is the sky blue?' },
  },
  starter(
    'workflow',
    'my-workflow.workflow.yaml',
    'Workflow',
    'Several steps as one run, with a gate where somebody decides',
  ),
  starter(
    'evaluation',
    'my-evaluation.eval.yaml',
    'Evaluation',
    'Tests with inputs and what must hold of the output, in promptfoo’s format',
  ),
  starter(
    'policy',
    'my-rule.cedar',
    'Policy',
    'A rule in Cedar; this one only watches until it is set to enforce',
  ),
  starter(
    'requirement',
    'my-requirement.requirement.yaml',
    'Requirement',
    'Who must review and approve what, before it may be published',
  ),
  starter(
    'classes',
    'my-classes.classes.yaml',
    'Data classes',
    'Patterns of data of your own, which rules can forbid, redact or watch',
  ),
  starter(
    'model',
    'my-model.model.yaml',
    'Model',
    'What you say of a model: whose it is, what it is approved for, and on which terms',
  ),
  starter(
    'use-case',
    'my-use-case.use-case.yaml',
    'Use case',
    'What you use AI for, with owner, purpose, risk and legal basis',
  ),
  starter(
    'value-model',
    'my-value.value.yaml',
    'Value model',
    'What runs of some prompts are worth: minutes, wages and costs, as low, middle and high',
  ),
  starter(
    'skill',
    'my-skill/SKILL.md',
    'Skill',
    'Instructions that an agent reads when it needs them, in the Agent Skills format',
  ),
];
