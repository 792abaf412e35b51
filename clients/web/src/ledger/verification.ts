import type { BundleAnswer } from '@countersign/sdk/verify';

/** One entry that the proof must hold, and what it must be about. */
export type Wanted = { entry: string; subject?: string; what: string };

export type VerifyStep = { name: string; state: 'passed' | 'failed' | 'not_reached'; detail: string };

export type Verification = {
  ok: boolean;
  steps: VerifyStep[];
  /** Ids of the entries that were proven. */
  proven: ReadonlySet<string>;
  /** The log's key when it should be remembered: everything held, and none was remembered yet. */
  pin: string | null;
};

/** Which of the organization's witnesses cosigned the head, as this browser checked. */
export type CountedWitnesses = { need: number; of: number; names: readonly string[] };

/** Too few are no fault of the proof: the head is newer than what they came to, or they are away. */
function witnessStep({ need, of, names }: CountedWitnesses): VerifyStep {
  const enough = names.length >= need;
  const count = `${names.length} of ${of} cosigned it, ${need} needed`;
  return {
    name: 'Others vouch for the head of the log',
    state: enough ? 'passed' : 'not_reached',
    detail: names.length === 0 ? count : `${count}: ${names.join(', ')}`,
  };
}

const stages = ['form', 'key', 'signature', 'inclusion', 'subject'] as const;
type Stage = (typeof stages)[number];

const names: Record<Stage, string> = {
  form: 'The proof can be read',
  key: 'It is signed by the log we know',
  signature: 'The signature on the head of the log is good',
  inclusion: 'Every entry is in the log, byte for byte',
  subject: 'The entries are about this',
};

/** The stage at which a refusal of the verifier happened. */
function stageOf(reason: string): Stage {
  if (reason.startsWith('file.')) return 'form';
  if (reason.startsWith('key.') || reason === 'checkpoint.other_log' || reason === 'log.unbound')
    return 'key';
  if (reason.startsWith('note.') || reason.startsWith('checkpoint.')) return 'signature';
  return 'inclusion';
}

/** Turns the verifier's answer into steps to read. `pinned`: the key this browser remembers, or null on first use. */
export function verificationOf(
  answer: BundleAnswer,
  wanted: readonly Wanted[],
  pinned: string | null,
  witnesses: CountedWitnesses | null = null,
): Verification {
  if (!answer.ok) return stopped(stageOf(answer.reason), `${answer.sentence} (${answer.reason})`);
  const entries = new Map(answer.entries.map(({ entry }) => [entry.id, entry]));
  const missing = wanted.find(({ entry, subject }) => {
    const found = entries.get(entry);
    return found === undefined || (subject !== undefined && found.subject.id !== subject);
  });
  const details: Record<Stage, string> = {
    form: `${entries.size} entries and their proofs`,
    key:
      pinned === null
        ? 'First use in this browser: the key is remembered from now on'
        : 'The same key as before in this browser',
    signature: `${answer.origin}, ${answer.treeSize} entries, root ${answer.rootHash.slice(0, 16)}…`,
    inclusion: answer.entries.map(({ index, entry }) => `#${index} ${entry.action}`).join(', '),
    subject:
      missing === undefined
        ? wanted.map(({ what }) => what).join(', ')
        : `The proof does not hold ${missing.what}`,
  };
  if (missing !== undefined) return { ...stopped('subject', details.subject, details), proven: new Set() };
  const steps = stages.map(
    (stage): VerifyStep => ({ name: names[stage], state: 'passed', detail: details[stage] }),
  );
  return {
    ok: true,
    steps: witnesses === null ? steps : [...steps, witnessStep(witnesses)],
    proven: new Set(entries.keys()),
    pin: pinned === null ? answer.key : null,
  };
}

function stopped(at: Stage, why: string, details?: Record<Stage, string>): Verification {
  const place = stages.indexOf(at);
  const steps = stages.map((stage, index): VerifyStep => {
    if (index < place) return { name: names[stage], state: 'passed', detail: details?.[stage] ?? '' };
    if (index === place) return { name: names[stage], state: 'failed', detail: why };
    return { name: names[stage], state: 'not_reached', detail: 'not checked' };
  });
  return { ok: false, steps, proven: new Set(), pin: null };
}
