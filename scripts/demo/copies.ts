import { decideAndPublish, propose } from './acting.ts';
import type { LibraryName } from './people.ts';
import { samplePrompts } from './prompts.ts';
import type { Stage } from './stage.ts';

interface Copy {
  readonly of: string;
  readonly library: LibraryName;
  readonly name: string;
  readonly message: string;
  /** What the copier made of it. */
  readonly edit: (text: string) => string;
}

/** Copies that teams made instead of using what was there: what prompt debt is about. */
const copies: readonly Copy[] = [
  {
    of: 'summarize-release',
    library: 'engineering',
    name: 'release-digest',
    message: 'Add a digest of releases',
    edit: (text) => text,
  },
  {
    of: 'summarize-release',
    library: 'support',
    name: 'what-is-new',
    message: 'Tell callers what is new',
    edit: (text) => text.replaceAll('{{product}}', '{{ name }}').replace('product: string', 'name: string'),
  },
  {
    of: 'reply-to-complaint',
    library: 'marketing',
    name: 'complaint-on-social-media',
    message: 'Answer complaints on social media',
    edit: (text) => `${text.trimEnd()} Keep it under 280 characters.\n`,
  },
];

export async function makeCopies(stage: Stage): Promise<void> {
  for (const { of, library, name, message, edit } of copies) {
    const source = samplePrompts.find((prompt) => prompt.name === of)?.texts.at(-1);
    if (source === undefined) throw new Error(`invariant: the sample prompt ${of} exists`);
    const proposal = { library, name, branch: name, message, text: edit(source.text) };
    await decideAndPublish(stage, await propose(stage, proposal));
  }
}
