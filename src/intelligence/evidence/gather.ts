import { authorize, named, type Principal, permits, theOrganization } from '../../access/index.ts';
import type { EntryFilter, EntryId } from '../../ledger/index.ts';
import { notFound } from '../../platform/problem.ts';
import type { EvidenceParts } from './parts.ts';
import {
  type EvidenceStep,
  type EvidenceSubject,
  type Gathered,
  mostEntries,
  refuseTooMany,
} from './report.ts';

const mostExecutions = 500;

/**
 * Everything that answers for a subject: what led there, what ran, and the entries that prove it. Whoever may not list entries gets those
 * about the subject itself, and nothing of what others ran.
 * @throws Problem 404 and 403 as reading the subject does, 422 `evidence.export.too_large`
 */
export async function gather(
  parts: EvidenceParts,
  principal: Principal,
  subject: EvidenceSubject,
): Promise<Gathered> {
  const gathered = await gatherFor(parts, principal, subject);
  const entries = [...new Set(gathered.entries)];
  refuseTooMany(entries.length);
  return { ...gathered, entries };
}

function gatherFor(parts: EvidenceParts, principal: Principal, subject: EvidenceSubject): Promise<Gathered> {
  if (subject.kind === 'execution') return ofExecution(parts, principal, subject.execution);
  if (subject.kind === 'version') return ofVersion(parts, principal, subject);
  if (subject.kind === 'change') return ofChange(parts, principal, subject.change);
  authorize(principal, 'entry.list', theOrganization);
  return subject.kind === 'person'
    ? ofPerson(parts, principal, subject)
    : ofPeriod(parts, principal, subject);
}

async function ofExecution(parts: EvidenceParts, principal: Principal, id: string): Promise<Gathered> {
  const { wire, custody, entries } = await parts.gateway.evidence.one(principal, id);
  const what = wire.prompt === null ? wire.model : `${wire.prompt.library}/${wire.prompt.name}`;
  return {
    id: wire.id,
    title: `Execution of ${what}`,
    facts: [
      ['Model', `${wire.modelAnswered ?? wire.model} at ${wire.provider}`],
      ['Ran by', wire.principal.displayName],
      ['Status', wire.status],
    ],
    steps: custody,
    executions: [wire],
    entries: [...entries, ...(await about(parts, principal, { subjectId: wire.id }))],
  };
}

async function ofVersion(
  parts: EvidenceParts,
  principal: Principal,
  asked: Extract<EvidenceSubject, { kind: 'version' }>,
): Promise<Gathered> {
  const { organization } = principal;
  const library = await parts.libraries.find(principal, asked.library);
  const resource = {
    kind: 'library' as const,
    id: library.id,
    restricted: library.visibility === 'restricted',
    path: asked.path,
  };
  authorize(principal, 'version.list', resource);
  authorize(principal, 'change.read', resource);
  const versions = await parts.libraries.versions(library, asked.path);
  const version = versions.find(({ number }) => number === asked.version);
  if (version === undefined) throw notFound();
  const [commits, acts] = await Promise.all([
    parts.libraries.contributions(library, asked.path, asked.version),
    parts.changes.story(organization, version.change),
  ]);
  const mayList = permits(principal, 'entry.list', theOrganization);
  const used = mayList
    ? await parts.gateway.evidence.ofVersion(
        principal,
        { library: library.name, digest: version.digest },
        mostExecutions,
      )
    : [];
  const who = [...commits.map((one) => one.principal), ...acts.map((act) => act.by)];
  const names = await parts.access.names(organization, [...new Set(who)]);
  const written = commits.toReversed().map(
    (one): EvidenceStep => ({
      step: 'written',
      by: named(names, one.principal),
      at: one.at.toISOString(),
      detail: one.message.split('\n', 1)[0] ?? '',
      entry: one.entry,
    }),
  );
  return {
    id: `${library.name}/${asked.path}@${asked.version}`,
    title: `${library.name}/${asked.path}, version ${asked.version}`,
    facts: [
      ['Digest', version.digest],
      ['Change', version.change],
      ['Executions', mayList ? String(used.length) : 'shown to auditors'],
    ],
    steps: [...written, ...acts.map((act) => stepOf(act, names))],
    executions: used.map(({ wire }) => wire),
    entries: [
      ...commits.map((one) => one.entry),
      ...acts.map((act) => act.entry),
      ...used.flatMap(({ execution: { entries } }) => [
        entries.intent,
        ...(entries.outcome === null ? [] : [entries.outcome]),
      ]),
      ...(await about(parts, principal, { text: version.digest })),
    ],
  };
}

async function ofChange(parts: EvidenceParts, principal: Principal, change: string): Promise<Gathered> {
  const { id, title, library } = await parts.changes.named(principal, change);
  const acts = await parts.changes.story(principal.organization, id);
  const names = await parts.access.names(principal.organization, [...new Set(acts.map(({ by }) => by))]);
  return {
    id,
    title: `Change “${title}” of ${library}`,
    facts: [['Library', library]],
    steps: acts.map((act) => stepOf(act, names)),
    executions: [],
    entries: [...acts.map(({ entry }) => entry), ...(await about(parts, principal, { subjectId: id }))],
  };
}

async function ofPerson(
  parts: EvidenceParts,
  principal: Principal,
  { person, since, until }: Extract<EvidenceSubject, { kind: 'person' }>,
): Promise<Gathered> {
  const names = await parts.access.names(principal.organization, [person]);
  const known = names.get(person);
  if (known === undefined) throw notFound();
  const [did, was] = await Promise.all([
    about(parts, principal, { actorId: person, since, until }),
    about(parts, principal, { subjectId: person, since, until }),
  ]);
  return {
    id: person,
    title: `What ${known.displayName} did`,
    facts: [['Entries', String(new Set([...did, ...was]).size)]],
    steps: [],
    executions: [],
    entries: [...did, ...was],
  };
}

async function ofPeriod(
  parts: EvidenceParts,
  principal: Principal,
  { since, until }: Extract<EvidenceSubject, { kind: 'period' }>,
): Promise<Gathered> {
  const entries = await about(parts, principal, { since, until });
  return {
    id: principal.organization,
    title: 'Everything that was done',
    facts: [['Entries', String(entries.length)]],
    steps: [],
    executions: [],
    entries,
  };
}

/** Entries that the ledger itself finds, for those who may list them. */
async function about(
  parts: EvidenceParts,
  principal: Principal,
  filter: Omit<EntryFilter, 'limit'>,
): Promise<EntryId[]> {
  if (!permits(principal, 'entry.list', theOrganization)) return [];
  const found = await parts.ledger.list(principal.organization, { ...filter, limit: mostEntries + 1 });
  refuseTooMany(found.length);
  return found.map(({ entry }) => entry.id);
}

function stepOf(
  act: { action: string; by: string; at: Date; detail: string; entry: EntryId },
  names: Parameters<typeof named>[0],
): EvidenceStep {
  const { action, by, at, detail, entry } = act;
  return { step: action, by: named(names, by), at: at.toISOString(), detail, entry };
}
