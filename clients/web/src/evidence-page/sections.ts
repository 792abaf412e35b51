import type { EvidenceAnswer, EvidenceEntry, JsonObject } from '@countersign/sdk/verify';
import { el, facts, section, table } from './dom.ts';
import { listAt, nameAt, objectAt, textAt, when } from './read.ts';

type Answer = Extract<EvidenceAnswer, { report: JsonObject }>;

export function verdictBox(good: boolean, title: string, sentences: readonly string[]): HTMLElement {
  return el(
    'div',
    { class: `verdict ${good ? 'good' : 'bad'}`, role: 'status', 'data-verified': String(good) },
    el('span', { class: 'mark', 'aria-hidden': 'true' }, good ? '✓' : '✗'),
    el('div', {}, el('b', {}, title), ...sentences.map((sentence) => el('p', {}, sentence))),
  );
}

/** What the file is about, and whether it holds. */
export function headSection(answer: Answer): HTMLElement[] {
  const { report, proof } = answer;
  const subject = objectAt(report, 'subject');
  const exported = objectAt(report, 'exported');
  const since = textAt(subject, 'since');
  const log: readonly (readonly [string, string])[] = proof.ok
    ? [
        ['Log', proof.origin],
        ['Signed head', `${proof.treeSize} entries, root ${proof.rootHash}`],
        ['Key', proof.key],
        ['Witnesses', witnessesIn(answer)],
      ]
    : [];
  return [
    el('p', { class: 'soft small' }, `Evidence from ${textAt(objectAt(report, 'organization'), 'name')}`),
    el('h1', {}, textAt(subject, 'title')),
    el('p', { class: 'soft' }, textAt(subject, 'id')),
    answer.ok ? verified(answer) : notVerified(answer),
    facts([
      ...(since === '' ? [] : [['Period', `${when(since)} to ${when(textAt(subject, 'until'))}`] as const]),
      ...listAt(report, 'facts').map((fact) => [textAt(fact, 'name'), textAt(fact, 'value')] as const),
      ['Exported', `${when(textAt(exported, 'at'))} by ${nameAt(exported, 'by')}`],
      ...(textAt(exported, 'reason') === '' ? [] : [['Reason', textAt(exported, 'reason')] as const]),
      ...log,
    ]),
    el(
      'p',
      { class: 'soft small' },
      'Checked just now by the script in this file, without any network. It shows that the entries stand in the log that was signed with the key above, and that this report is the one that was exported. Compare the key with the one you know; to check with a program that did not come with the file: countersign evidence verify FILE --key KEY.',
    ),
  ];
}

/** Who else vouches for the head. Those that the file names are only as good as the file. */
function witnessesIn({ witnesses }: Answer): string {
  if (witnesses === undefined) return 'none: the head is signed by the log alone';
  if (!witnesses.ok) return witnesses.sentence;
  const { need, of, cosignatures } = witnesses;
  const who = cosignatures.map(({ name, at }) => `${name} (${when(at)})`).join(', ');
  return `${cosignatures.length} of the ${of} that the file names cosigned it, ${need} needed: ${who}`;
}

const verified = ({ entries, contents }: Answer): HTMLElement =>
  verdictBox(true, 'Verified', [
    `All ${entries.length} entries are in the signed log, byte for byte.`,
    contents.length === 0
      ? 'The report is exactly what was exported.'
      : `The report is exactly what was exported, and all ${contents.length} contents are what was committed to.`,
  ]);

function notVerified({ entries, contents, reportHolds, proof }: Answer): HTMLElement {
  const failing = entries.flatMap((entry) => (entry.ok ? [] : [`Entry #${entry.index}: ${entry.sentence}`]));
  const altered = contents.filter(({ ok }) => !ok);
  return verdictBox(false, 'NOT verified', [
    ...failing.slice(0, 20),
    ...(failing.length > 20 ? [`… and ${failing.length - 20} more entries.`] : []),
    ...(failing.length === 0 && !proof.ok ? [proof.sentence] : []),
    ...altered.map(
      ({ execution, kind }) => `The ${kind} of ${execution} is not what its entry committed to.`,
    ),
    ...(reportHolds ? [] : ['The report is not the one that was exported: do not rely on its words.']),
  ]);
}

/** Who created, approved, published and used it, from top to bottom. */
export function stepsSection({ report, entries }: Answer): HTMLElement[] {
  const steps = listAt(report, 'steps');
  if (steps.length === 0) return [];
  const proven = new Set(entries.flatMap((entry) => (entry.ok ? [entry.entry.id] : [])));
  return [
    section(
      'What led to it',
      el(
        'ol',
        { class: 'steps' },
        ...steps.map((step) => {
          const entry = textAt(step, 'entry');
          const good = proven.has(entry);
          return el(
            'li',
            { class: good ? 'good' : 'bad' },
            el('p', {}, el('b', {}, textAt(step, 'step')), ` ${nameAt(step, 'by')}`),
            textAt(step, 'detail') === '' ? null : el('p', {}, textAt(step, 'detail')),
            el(
              'p',
              { class: 'soft small' },
              `${when(textAt(step, 'at'))} · ${entry} · ${good ? 'proven' : 'not proven'}`,
            ),
          );
        }),
      ),
    ),
  ];
}

export function executionsSection({ report }: Answer): HTMLElement[] {
  const executions = listAt(report, 'executions');
  const policies = listAt(report, 'policies');
  if (executions.length === 0) return [];
  return [
    section(
      'Executions',
      table(
        ['When', 'Who', 'Model', 'Status', 'Execution'],
        executions.map((execution) => [
          when(textAt(execution, 'at')),
          nameAt(execution, 'principal'),
          textAt(execution, 'modelAnswered') || textAt(execution, 'model'),
          `${textAt(execution, 'status')}${execution.erased === null ? '' : ' (content erased)'}`,
          el('code', {}, textAt(execution, 'id')),
        ]),
      ),
    ),
    section(
      'Policies in force',
      ...policies.map((policy) =>
        el(
          'div',
          {},
          el('p', { class: 'small' }, el('code', {}, textAt(policy, 'version'))),
          table(
            ['Rule', 'Effect', 'Reason'],
            listAt(policy, 'rules').map((rule) => [
              el('code', {}, textAt(rule, 'id')),
              textAt(rule, 'effect'),
              textAt(rule, 'reason'),
            ]),
          ),
        ),
      ),
    ),
  ];
}

/** What was said and what came out. */
export function contentsSection({ report, contents }: Answer): HTMLElement[] {
  if (contents.length === 0) return [];
  const shown = listAt(report, 'contents').map((content, place) => {
    const good = contents[place]?.ok === true;
    return el(
      'div',
      {},
      el(
        'p',
        { class: good ? 'good' : 'bad' },
        `${textAt(content, 'kind')} of ${textAt(content, 'execution')}: ${good ? 'what was committed to' : 'NOT what was committed to'}`,
      ),
      el('pre', {}, pretty(textAt(content, 'text'))),
    );
  });
  return [section('What was said and what came out', ...shown)];
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Every entry with its proof. */
export function entriesSection({ report, entries }: Answer): HTMLElement[] {
  const names = objectAt(report, 'names');
  return [
    section(
      `Entries (${entries.length})`,
      table(
        ['#', 'When', 'Who', 'What', 'Proof'],
        entries.map((entry) => rowOf(entry, names)),
      ),
    ),
  ];
}

function rowOf(found: EvidenceEntry, names: JsonObject): (Node | string)[] {
  const index = `#${found.index}`;
  if (!found.ok) return [index, '', '', found.sentence, el('span', { class: 'bad' }, '✗ not proven')];
  const { entry } = found;
  const actor = textAt(entry.actor, 'id');
  return [
    index,
    when(entry.at),
    textAt(names, actor) || actor,
    el(
      'details',
      {},
      el('summary', {}, `${entry.action} ${entry.subject.kind}`),
      el('pre', {}, JSON.stringify(entry, null, 2)),
    ),
    el('span', { class: 'good' }, '✓ proven'),
  ];
}
