import type { ChangesParts } from '../dossier.ts';

/** What notices work with, beside what changes do. */
export interface NoticeParts extends ChangesParts {
  /** Whether notices go out by e-mail too: a mail server is set. */
  readonly mails: boolean;
}
