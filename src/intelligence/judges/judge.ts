import type { LibraryId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';

/** A governed prompt that says whether answers of another one are good. Its version is pinned: another version is another judge. */
export interface Judge {
  readonly id: string;
  readonly name: string;
  readonly library: LibraryId;
  readonly path: string;
  readonly version: number;
  readonly digest: string;
  readonly target: { readonly library: LibraryId; readonly path: string };
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** A sample that a judge is asked about. */
export interface JudgeRun {
  readonly organization: OrganizationId;
  readonly id: string;
  readonly judge: string;
  readonly startedBy: Principal['id'];
  /** Each judgement asks whether it still lets in whoever started it. */
  readonly credential: Principal['credential'];
  readonly seed: string;
  /** `scored`: only what people gave a thumb, which is what a judge is compared on. */
  readonly among: 'all' | 'scored';
  readonly bothOrders: boolean;
  readonly size: number;
  readonly createdAt: Date;
}

/** Executions in one run. */
export const mostInRun = 200;

/** What a judge's prompt may take; `output` it must. `order` says which of the two it is shown first, to find judges whom that sways. */
export const judgeVariables = ['input', 'output', 'order'] as const;

/**
 * What a judge said: `{"verdict": "pass"}`, `{"pass": true}`, or a text that begins with the word. Null: no verdict can be read, and none is
 * guessed. Pure.
 */
export function verdictIn(text: string): boolean | null {
  const parsed = parsedJson(text);
  if (typeof parsed === 'object' && parsed !== null) {
    if ('verdict' in parsed && typeof parsed.verdict === 'string') return wordOf(parsed.verdict);
    return 'pass' in parsed && typeof parsed.pass === 'boolean' ? parsed.pass : null;
  }
  return wordOf(text);
}

function wordOf(text: string): boolean | null {
  const word = /^[\s"'*_#>-]*(pass|fail)\b/i.exec(text)?.[1]?.toLowerCase();
  return word === undefined ? null : word === 'pass';
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\s*```(?:json)?|```\s*$/g, ''));
  } catch {
    return undefined;
  }
}
