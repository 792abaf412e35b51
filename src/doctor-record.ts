import { fail, type Line, ok, reasonOf, warn } from './doctor-line.ts';
import type { Anchor, Ledger, OrganizationId } from './ledger/index.ts';
import type { Vault } from './platform/crypto/index.ts';
import { newestWrapped, type Reader, type WrappedColumn } from './platform/db/index.ts';

export interface RecordParts {
  readonly reader: Reader;
  readonly ledger: Ledger;
  readonly vault: Vault;
  readonly organizations: readonly OrganizationId[];
  readonly anchors: readonly Anchor[];
  readonly columns: readonly WrappedColumn[];
  readonly now: Date;
}

/** Credentials of others: all are tried, because one that does not open stops what it is for. */
const credentialColumns = ['credential_wrapped', 'header_wrapped'];
const mostCredentials = 1_000;

/** The newest secret of each kind, opened with the key at hand; and every credential. Nothing of them is shown. */
export async function checkSecrets(parts: RecordParts): Promise<Line[]> {
  const shut = new Map<string, string[]>();
  let [opened, credentials] = [0, 0];
  for (const organization of parts.organizations)
    for (const column of parts.columns) {
      const isCredential = credentialColumns.includes(column.column);
      const secrets = await newestWrapped(
        parts.reader,
        organization,
        column,
        isCredential ? mostCredentials : 1,
      );
      for (const { id, secret } of secrets)
        try {
          parts.vault.unwrap(secret, column.context(organization, id));
          if (isCredential) credentials += 1;
          opened += 1;
        } catch {
          const kind = isCredential ? 'credentials' : 'master key';
          shut.set(kind, [...(shut.get(kind) ?? []), `${column.table} ${id}`]);
        }
    }
  const line = (check: string, found: string, todo: string): Line => {
    const some = shut.get(check);
    if (some === undefined) return ok(check, found);
    return fail(check, `${some.length} do not open: ${some.slice(0, 5).join(', ')}`, todo);
  };
  return [
    line(
      'master key',
      `It opens ${opened} secrets that were tried, of every kind that there is.`,
      'Give the key that they were wrapped with, also as COUNTERSIGN_MASTER_KEY_PREVIOUS. Never start with a new one over old data.',
    ),
    line(
      'credentials',
      `All ${credentials} of providers and export targets open.`,
      'Enter these credentials again.',
    ),
  ];
}

/** Whether each place that remembers the newest checkpoints can be read, and agrees with the database. */
export async function checkAnchors({ ledger, anchors }: RecordParts): Promise<Line[]> {
  const lines: Line[] = [];
  for (const anchor of anchors)
    try {
      const logs = await anchor.organizations();
      lines.push(ok('anchor', `${anchor.name} remembers ${logs.length} logs.`));
    } catch (error) {
      lines.push(
        fail(
          'anchor',
          `${anchor.name} cannot be read: ${reasonOf(error)}`,
          'Bring it back, or take it out of the settings: what nobody remembers can be set back unnoticed.',
        ),
      );
    }
  const findings = await ledger.findings(anchors).catch((error: unknown) => reasonOf(error));
  if (typeof findings === 'string')
    return [...lines, fail('record', findings, 'Look at the anchors and witnesses above.')];
  const lost = findings.map(({ summary }) =>
    fail(
      'record',
      summary,
      'Find a newer copy of the database; if there is none: countersign accept-rollback',
    ),
  );
  return lost.length > 0
    ? [...lines, ...lost]
    : [...lines, ok('record', 'Anchors and witnesses that answer agree with the database.')];
}

/** What a witness is called: the beginning of its verifier key. */
const nameOf = (key: string): string => key.slice(0, key.indexOf('+'));

export async function checkWitnesses({ ledger, organizations }: RecordParts): Promise<Line[]> {
  const lines: Line[] = [];
  for (const organization of organizations)
    for (const { key, trouble } of (await ledger.witnesses.standing(organization)).witnesses)
      lines.push(
        trouble === undefined
          ? ok('witness', `${nameOf(key)} answers.`)
          : warn(
              'witness',
              `${nameOf(key)} ${trouble.problem}, since ${trouble.since.toISOString()}.`,
              'Ask whoever runs it. While too few answer, no head counts as witnessed.',
            ),
      );
  return lines;
}

const lateMs = 5_000;

export async function checkIntegrator({ ledger }: RecordParts): Promise<Line> {
  const ageMs = await ledger.pendingAgeMs();
  if (ageMs <= lateMs)
    return ok(
      'integrator',
      ageMs === 0 ? 'Everything is signed.' : `The oldest unsigned entry is ${ageMs} ms old.`,
    );
  return fail(
    'integrator',
    `The oldest unsigned entry is ${Math.round(ageMs / 1000)} s old.`,
    'Is a server running? If one is, look at its log and at /readyz.',
  );
}

/** A receiver that fails now and then catches up by itself; one that is long behind needs somebody. */
const longBehindMs = 900_000;

export async function checkTargets({ ledger, organizations, now }: RecordParts): Promise<Line[]> {
  const lines: Line[] = [];
  for (const organization of organizations)
    for (const { name, state, behind, behindSince, place } of await ledger.targets.list(organization)) {
      const found = `${name}: ${behind} entries wait${place.error === null ? '' : `; ${place.error}`}`;
      const todo = 'Mend the receiver, or the target under Ledger → Export targets. What waits is not lost.';
      const long = behindSince !== null && now.getTime() - behindSince.getTime() > longBehindMs;
      if (state === 'paused')
        lines.push(
          warn(
            'export target',
            `${name} is paused; ${behind} entries wait.`,
            'Resume it under Ledger → Export targets.',
          ),
        );
      else if (place.failures > 0) lines.push((long ? fail : warn)('export target', found, todo));
      else lines.push(ok('export target', found));
    }
  return lines;
}
