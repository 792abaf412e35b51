import type { z } from 'zod';
import type { Hold } from './hold.ts';
import type { heldSchema } from './wire.ts';

/** Not an answer yet, and no refusal: the call waits for a person. */
export class Held {
  readonly hold: Hold;
  constructor(hold: Hold) {
    this.hold = hold;
  }
  /** For whoever asked: where to wait, and until when. */
  wire(): z.output<typeof heldSchema> {
    const { id, expiresAt, rules } = this.hold;
    const reasons = rules.map(({ reason }) => reason).join(' ');
    return {
      object: 'countersign.hold',
      id,
      status: 'waiting',
      expiresAt: expiresAt.toISOString(),
      href: `/api/v1/holds/${id}`,
      detail: `A person looks at this call before it runs. ${reasons} Ask ${`/api/v1/holds/${id}`} how it stands; when it is approved, its execution has the answer.`,
    };
  }
}
