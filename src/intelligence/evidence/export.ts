import { createHash } from 'node:crypto';
import { actorOf, authorize, type Principal, permits, theOrganization } from '../../access/index.ts';
import { canonicalBytes, type JsonObject } from '../../platform/canonical-json.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import { Problem } from '../../platform/problem.ts';
import { gather } from './gather.ts';
import type { EvidenceParts } from './parts.ts';
import {
  type EvidenceSubject,
  executionInReport,
  type Gathered,
  policiesOf,
  refuseTooMany,
  stepInReport,
  subjectInReport,
} from './report.ts';

const readAtOnce = 10;

export interface EvidenceQuestion {
  readonly subject: EvidenceSubject;
  /** With what was said to models and what came out, which asks for a reason. */
  readonly contents: boolean;
  readonly reason: string | undefined;
}

/** An evidence file (`countersign.evidence/1`, docs/formats.md): JSON that verifies by itself. */
export interface EvidenceFile {
  readonly format: 'countersign.evidence/1';
  readonly report: JsonObject;
  /** The entry that says what was exported: it holds the report's digest. */
  readonly export: string;
  readonly proof: Awaited<ReturnType<EvidenceParts['ledger']['prove']>>;
}

/**
 * Answers one question in one file: who created, approved and used it, what came out, under which policies, and every entry with its
 * proof. That it was exported is an entry itself, `evidence.export`, which holds the digest of the report: so no byte of the report can be
 * changed afterwards without its being seen. Waits until that entry is under a signed checkpoint (about a second).
 * @throws Problem 404/403 as reading the subject does, 422 `evidence.export.too_large`, `evidence.export.reason_missing`
 */
export async function exportEvidence(
  parts: EvidenceParts,
  principal: Principal,
  question: EvidenceQuestion,
): Promise<EvidenceFile> {
  authorize(principal, 'evidence.export', theOrganization);
  const { organization } = principal;
  if (question.contents && question.reason === undefined) throw reasonMissing();
  const gathered = await gather(parts, principal, question.subject);
  const contents = question.contents ? await contentsOf(parts, principal, gathered) : [];
  const report = await reportOf(parts, principal, question, gathered, contents);
  const entry = newId('ent');
  await parts.ledger.record(async () => ({
    value: undefined,
    entry: {
      id: entry,
      organization,
      action: 'evidence.export',
      actor: actorOf(principal),
      subject: { kind: question.subject.kind, id: gathered.id },
      data: {
        report: `sha256:${createHash('sha256').update(canonicalBytes(report)).digest('hex')}`,
        entries: gathered.entries.length,
        contents: contents.length,
        reason: question.reason === undefined ? null : commitTo(question.reason).commitment,
      },
    },
  }));
  const proof = await parts.ledger.prove(organization, [...gathered.entries, entry]);
  return { format: 'countersign.evidence/1', report, export: entry, proof };
}

async function reportOf(
  parts: EvidenceParts,
  principal: Principal,
  { subject, reason }: EvidenceQuestion,
  gathered: Gathered,
  contents: readonly JsonObject[],
): Promise<JsonObject> {
  const { organization } = principal;
  const { id, title, facts, steps, executions, entries } = gathered;
  return {
    organization: { id: organization, name: principal.organizationName },
    subject: subjectInReport(subject, id, title),
    exported: {
      at: parts.clock.now().toISOString(),
      by: { id: principal.id, displayName: principal.displayName },
      reason: reason ?? null,
    },
    facts: facts.map(([name, value]) => ({ name, value })),
    steps: steps.map(stepInReport),
    executions: executions.map(executionInReport),
    policies: policiesOf(executions),
    contents: [...contents],
    entries: [...entries],
    names: await namesIn(parts, principal, entries),
    ...(await witnessesOf(parts, organization)),
  };
}

/** Who was to vouch for the log when the file was made, and how many of them: a reader who knows better gives their own. */
async function witnessesOf(
  { ledger }: EvidenceParts,
  organization: Principal['organization'],
): Promise<JsonObject> {
  const { need, witnesses } = await ledger.witnesses.standing(organization);
  return witnesses.length === 0 ? {} : { witnesses: { need, keys: witnesses.map(({ key }) => key) } };
}

/** Who the entries name, as the organization called them when the file was made: entries hold ids only. */
async function namesIn(
  parts: EvidenceParts,
  principal: Principal,
  entries: Gathered['entries'],
): Promise<JsonObject> {
  const { organization } = principal;
  const ids = new Set<string>();
  for (let from = 0; from < entries.length; from += readAtOnce) {
    const some = entries.slice(from, from + readAtOnce);
    for (const found of await Promise.all(some.map((id) => parts.ledger.read(organization, id)))) {
      invariant(found !== undefined, 'what was gathered is in the log');
      const { actor, subject } = found.entry;
      for (const id of [actor.id, actor.onBehalfOf ?? '', subject.id])
        if (isId('per', id) || isId('app', id)) ids.add(id);
    }
  }
  const names = await parts.access.names(organization, [...ids]);
  return Object.fromEntries([...names].map(([id, { displayName }]) => [id, displayName]));
}

/** What was said and what came out, each with the salt that opens its commitment. What was recalled stays back, as on its page. */
async function contentsOf(
  parts: EvidenceParts,
  principal: Principal,
  { executions }: Gathered,
): Promise<JsonObject[]> {
  refuseTooMany(executions.length);
  const found: JsonObject[] = [];
  for (const { id, status } of executions) {
    if (!isId('exe', id)) continue;
    const withheld = status === 'stopped' && !permits(principal, 'execution.list_all', theOrganization);
    for (const { kind, payload } of await parts.gateway.evidence.content(principal.organization, id))
      if (!(withheld && kind === 'output'))
        found.push({
          ...{ execution: id, kind, text: payload.text },
          salt: Buffer.from(payload.salt).toString('base64'),
        });
  }
  return found;
}

function reasonMissing(): Problem {
  return new Problem({
    code: 'evidence.export.reason_missing',
    status: 422,
    detail:
      'What was said is shown to whoever says why they need it. Give a reason, or leave the contents out.',
  });
}
