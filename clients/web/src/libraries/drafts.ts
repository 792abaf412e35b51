/** An edit that is not in a branch yet: it survives reloads and sign-ins, in this browser. */
export type Draft = {
  text: string;
  /** Digest of the text that was edited; null for a new file. */
  base: string | null;
  /** That text, and a commit that holds it: what others did since is told against it. */
  baseText?: string;
  baseCommit?: string;
  at: string;
};

const nameOf = (org: string, library: string, path: string, ref: string): string =>
  `countersign.draft.${org}/${library}/${path}@${ref}`;

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'text' in value &&
  typeof value.text === 'string' &&
  'base' in value &&
  (value.base === null || typeof value.base === 'string') &&
  'at' in value &&
  typeof value.at === 'string' &&
  (!('baseText' in value) || typeof value.baseText === 'string') &&
  (!('baseCommit' in value) || typeof value.baseCommit === 'string');

/** Reads what was kept; anything else that stands there is as if nothing did. */
export function parseDraft(stored: string | null): Draft | null {
  if (stored === null) return null;
  try {
    const value: unknown = JSON.parse(stored);
    return isDraft(value) ? value : null;
  } catch {
    return null;
  }
}

export const draftStore = (org: string, library: string, path: string, ref: string) => {
  const name = nameOf(org, library, path, ref);
  return {
    read: (): Draft | null => parseDraft(localStorage.getItem(name)),
    /** Best effort: a full or forbidden store loses only the safety net, never the edit on the page. */
    write: (draft: Draft): void => {
      try {
        localStorage.setItem(name, JSON.stringify(draft));
      } catch {
        // The edit is still on the page.
      }
    },
    clear: (): void => localStorage.removeItem(name),
  };
};
