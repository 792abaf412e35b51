import type { LibraryName } from './people.ts';

/** One prompt of the sample organization, with the texts it had over time (oldest first) and inputs that fit it. */
export interface SamplePrompt {
  readonly library: LibraryName;
  readonly name: string;
  readonly texts: readonly { readonly message: string; readonly text: string }[];
  readonly inputs: readonly Record<string, string>[];
}

interface Head {
  readonly model: 'simulated-fast' | 'simulated-careful';
  readonly description: string;
  readonly owner: string;
  readonly useCase: string;
  readonly risk: 'low' | 'medium' | 'high';
  readonly dataClasses?: readonly string[];
  readonly inputs: Record<string, string>;
  readonly temperature?: number;
}

function prompt(head: Head, template: string): string {
  const schema = Object.entries(head.inputs).map(([name, text]) => `    ${name}: ${text}`);
  const classes = head.dataClasses ?? [];
  return [
    '---',
    `model: ${head.model}`,
    `description: ${head.description}`,
    'config:',
    `  temperature: ${head.temperature ?? 0.2}`,
    'input:',
    '  schema:',
    ...schema,
    'countersign:',
    `  owner: ${head.owner}`,
    `  purpose: ${head.description}`,
    `  useCase: ${head.useCase}`,
    `  riskTier: ${head.risk}`,
    `  dataClasses: [${classes.join(', ')}]`,
    '---',
    template.trim(),
    '',
  ].join('\n');
}

const release: Head = {
  model: 'simulated-fast',
  description: 'Summarize a release note for customers',
  owner: 'team:marketing',
  useCase: 'customer-communication',
  risk: 'low',
  inputs: { product: 'string, the product released', notes: 'string, the engineering release notes' },
};

const complaint: Head = {
  model: 'simulated-careful',
  description: 'Draft a reply to a complaint',
  owner: 'team:support',
  useCase: 'customer-support',
  risk: 'medium',
  dataClasses: ['email'],
  inputs: {
    customer: 'string, first name of the customer',
    complaint: 'string, what the customer wrote',
    order: 'string, order number',
  },
};

const triage: Head = {
  model: 'simulated-fast',
  description: 'Sort a ticket by topic and urgency',
  owner: 'team:support',
  useCase: 'customer-support',
  risk: 'low',
  inputs: { ticket: 'string, the text of the ticket' },
};

const review: Head = {
  model: 'simulated-careful',
  description: 'Review a pull request for mistakes',
  owner: 'team:platform',
  useCase: 'software-engineering',
  risk: 'low',
  inputs: { title: 'string, title of the pull request', diff: 'string, the unified diff' },
};

const clause: Head = {
  model: 'simulated-careful',
  description: 'Rate the risk of a contract clause',
  owner: 'team:legal',
  useCase: 'contract-review',
  risk: 'high',
  dataClasses: ['personal'],
  inputs: { clause: 'string, the clause as written', party: 'string, which side we are' },
};

export const samplePrompts: readonly SamplePrompt[] = [
  {
    library: 'marketing',
    name: 'summarize-release',
    texts: [
      {
        message: 'Add the release summary',
        text: prompt(
          release,
          '{{role "system"}}\nYou write for customers of Northwind.\n{{role "user"}}\nSummarize these release notes of {{product}}:\n{{notes}}',
        ),
      },
      {
        message: 'Say what the reader gains, in three sentences',
        text: prompt(
          release,
          '{{role "system"}}\nYou write for customers of Northwind. Plain words, no superlatives.\n{{role "user"}}\nSummarize these release notes of {{product}} in three sentences. Start with what the reader gains.\n\n{{notes}}',
        ),
      },
    ],
    inputs: [
      {
        product: 'Northwind Orders',
        notes: 'Bulk import accepts CSV up to 50 MB. Fixes rounding of VAT on credit notes.',
      },
      { product: 'Northwind Routes', notes: 'Drivers see road closures. Offline maps are half the size.' },
    ],
  },
  {
    library: 'marketing',
    name: 'product-blurb',
    texts: [
      {
        message: 'Add the product blurb',
        text: prompt(
          {
            ...release,
            description: 'Write a product blurb',
            inputs: { product: 'string, the product', audience: 'string, who reads it' },
          },
          '{{role "system"}}\nYou write product copy for Northwind. Claims must be checkable.\n{{role "user"}}\nWrite 60 words about {{product}} for {{audience}}.',
        ),
      },
    ],
    inputs: [
      { product: 'Northwind Cold Chain', audience: 'hospital pharmacists' },
      { product: 'Northwind Returns', audience: 'small web shops' },
    ],
  },
  {
    library: 'marketing',
    name: 'newsletter-intro',
    texts: [
      {
        message: 'Add the newsletter intro',
        text: prompt(
          {
            ...release,
            description: 'Open the monthly newsletter',
            inputs: { month: 'string, the month', topics: 'string, what is in it' },
          },
          '{{role "user"}}\nWrite a two-sentence opening for the {{month}} newsletter. Topics: {{topics}}.',
        ),
      },
    ],
    inputs: [{ month: 'November', topics: 'winter routes, the new depot in Gdansk, VAT changes' }],
  },
  {
    library: 'support',
    name: 'reply-to-complaint',
    texts: [
      {
        message: 'Add the complaint reply',
        text: prompt(
          complaint,
          '{{role "system"}}\nYou work at the service desk of Northwind.\n{{role "user"}}\nReply to {{customer}} about order {{order}}: {{complaint}}',
        ),
      },
      {
        message: 'Own the mistake first, promise nothing we cannot keep',
        text: prompt(
          complaint,
          '{{role "system"}}\nYou work at the service desk of Northwind. Own the mistake in the first sentence. Promise nothing about money or dates.\n{{role "user"}}\nReply to {{customer}} about order {{order}}.\n\n{{complaint}}',
        ),
      },
      {
        message: 'Offer a call when the second delivery failed',
        text: prompt(
          complaint,
          '{{role "system"}}\nYou work at the service desk of Northwind. Own the mistake in the first sentence. Promise nothing about money or dates. If this is the second failed delivery, offer a call with a person.\n{{role "user"}}\nReply to {{customer}} about order {{order}}.\n\n{{complaint}}',
        ),
      },
    ],
    inputs: [
      {
        customer: 'Ines',
        order: 'NW-20418',
        complaint: 'The parcel came two days late and one glass was broken.',
      },
      {
        customer: 'Tomasz',
        order: 'NW-20733',
        complaint: 'Second time that the driver did not ring. I was at home all day.',
      },
      { customer: 'Grace', order: 'NW-21002', complaint: 'You charged the delivery twice.' },
    ],
  },
  {
    library: 'support',
    name: 'triage-ticket',
    texts: [
      {
        message: 'Add ticket triage',
        text: prompt(
          triage,
          '{{role "user"}}\nName topic and urgency (low, normal, high) of this ticket:\n{{ticket}}',
        ),
      },
      {
        message: 'Always answer in one line that the desk can sort by',
        text: prompt(
          triage,
          '{{role "system"}}\nAnswer in one line: topic | urgency (low, normal, high) | reason in five words.\n{{role "user"}}\n{{ticket}}',
        ),
      },
    ],
    inputs: [
      { ticket: 'Our shipment to Lyon has been at the depot since Tuesday. It is vaccines.' },
      { ticket: 'How do I change the billing address?' },
      { ticket: 'The driver app logs me out every morning.' },
      { ticket: 'Please send the invoice for October again.' },
    ],
  },
  {
    library: 'support',
    name: 'summarize-call',
    texts: [
      {
        message: 'Add the call summary',
        text: prompt(
          {
            ...triage,
            description: 'Summarize a phone call for the ticket',
            risk: 'medium',
            inputs: { transcript: 'string, what was said' },
          },
          '{{role "user"}}\nSummarize this call in three bullets: what happened, what we promised, who does what next.\n\n{{transcript}}',
        ),
      },
    ],
    inputs: [
      {
        transcript:
          'Caller: the pallet is gone. Agent: I see it scanned in Leipzig at six. Caller: please call me back by noon. Agent: I will.',
      },
    ],
  },
  {
    library: 'support',
    name: 'refund-recommendation',
    texts: [
      {
        message: 'Add the refund recommendation',
        text: prompt(
          {
            ...complaint,
            description: 'Recommend for or against a refund, with the reason',
            risk: 'high',
            inputs: { claim: 'string, what the customer claims', history: 'string, earlier refunds' },
          },
          '{{role "system"}}\nYou recommend; a person decides. Say "refund", "partial" or "no refund", then one reason from the claim.\n{{role "user"}}\nClaim: {{claim}}\nEarlier refunds: {{history}}',
        ),
      },
    ],
    inputs: [{ claim: 'Box was wet, two of six books are unreadable.', history: 'none in two years' }],
  },
  {
    library: 'engineering',
    name: 'review-pull-request',
    texts: [
      {
        message: 'Add the pull request review',
        text: prompt(review, '{{role "user"}}\nReview "{{title}}". Name bugs first.\n\n{{diff}}'),
      },
      {
        message: 'Bugs before style, each with the line',
        text: prompt(
          review,
          '{{role "system"}}\nYou review code at Northwind. List bugs before style, each with the line it is on. Say "nothing found" rather than invent.\n{{role "user"}}\nReview "{{title}}".\n\n{{diff}}',
        ),
      },
    ],
    inputs: [
      {
        title: 'Retry the depot API',
        diff: '+ for (let i = 0; i < 3; i++) { try { return await call(); } catch {} }',
      },
      {
        title: 'Round VAT half up',
        diff: '- return Math.floor(v * 100) / 100\n+ return Math.round(v * 100) / 100',
      },
    ],
  },
  {
    library: 'engineering',
    name: 'explain-incident',
    texts: [
      {
        message: 'Add the incident explanation',
        text: prompt(
          {
            ...review,
            description: 'Explain an incident to people who do not run servers',
            inputs: { timeline: 'string, what happened when' },
          },
          '{{role "user"}}\nExplain this incident to a sales manager in five sentences. No blame, no acronyms.\n\n{{timeline}}',
        ),
      },
    ],
    inputs: [
      {
        timeline:
          '09:02 route planner slow. 09:10 database at its connection limit. 09:18 limit raised. 09:20 normal.',
      },
    ],
  },
  {
    library: 'engineering',
    name: 'migration-plan',
    texts: [
      {
        message: 'Add the migration plan',
        text: prompt(
          {
            ...review,
            description: 'Draft a plan for a database migration',
            risk: 'medium',
            inputs: { change: 'string, the schema change', size: 'string, rows and traffic' },
          },
          '{{role "user"}}\nDraft a step-by-step plan with a way back for each step.\nChange: {{change}}\nSize: {{size}}',
        ),
      },
    ],
    inputs: [
      { change: 'split address into street, number, city', size: '40 million rows, 200 writes a second' },
    ],
  },
  {
    library: 'legal',
    name: 'clause-risk',
    texts: [
      {
        message: 'Add the clause rating',
        text: prompt(
          clause,
          '{{role "user"}}\nRate the risk (low, medium, high) of this clause for us as {{party}}:\n{{clause}}',
        ),
      },
      {
        message: 'Quote the words that make it risky',
        text: prompt(
          clause,
          '{{role "system"}}\nYou support counsel at Northwind; you do not give legal advice. Quote the exact words that carry the risk.\n{{role "user"}}\nRate the risk (low, medium, high) of this clause for us as {{party}}.\n\n{{clause}}',
        ),
      },
    ],
    inputs: [
      {
        party: 'the carrier',
        clause: 'The Carrier shall be liable without limit for any delay howsoever caused.',
      },
    ],
  },
  {
    library: 'legal',
    name: 'nda-summary',
    texts: [
      {
        message: 'Add the NDA summary',
        text: prompt(
          {
            ...clause,
            description: 'Summarize a non-disclosure agreement',
            inputs: { agreement: 'string, the text of the agreement' },
          },
          '{{role "user"}}\nSummarize: parties, term, what is confidential, what survives the end.\n\n{{agreement}}',
        ),
      },
    ],
    inputs: [
      {
        agreement:
          'Between Northwind and Harbor Foods. Three years. Prices and routes are confidential. Survives two years.',
      },
    ],
  },
];
