import type { AnswerOf } from '@countersign/sdk';
import { visible } from '../visible.ts';
import type { ChangePage } from './connection.ts';

type Item = AnswerOf<'change.list'>['items'][number];

/** `in_review` → `in review`. */
export const stateWords = (state: string): string => state.replaceAll('_', ' ');

/** One line a change, in columns. Pure. */
export function listText(items: readonly Item[]): string {
  const rows = items.map((item) => [
    `${item.library}#${item.number}`,
    stateWords(item.state),
    item.risk ?? '',
    item.environment,
    visible(item.createdBy.displayName),
    visible(item.title),
  ]);
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

const marks = { done: '[x]', open: '[ ]', failed: '[!]' } as const;
const signs = { added: 'A', modified: 'M', deleted: 'D' } as const;

/** What changed, what is required, what is missing: the change's page for a terminal. Pure. */
export function pageText(page: ChangePage): string {
  const lines = [
    `${page.library}#${page.number}  ${visible(page.title)}`,
    `${stateWords(page.state)} · to ${page.environment} from ${visible(page.branch)} · by ${visible(page.createdBy.displayName)}${page.risk === null ? '' : ` · ${page.risk} risk`}`,
    `${page.id} · revision ${page.revision.slice(0, 8)} · ${page.digest}`,
    ...(page.description === '' ? [] : ['', ...page.description.split('\n').map((line) => visible(line))]),
    ...block(
      'What changes',
      page.assets.map((asset) => `${signs[asset.status]} ${visible(asset.path)}`),
    ),
    ...block('Required', [...stages(page), ...checks(page)]),
    ...block(
      'Missing',
      page.requirement.missing.map((sentence) => visible(sentence)),
    ),
    ...block('Asked', page.reviewers.map(reviewer)),
    ...block('Decisions', page.decisions.map(decision)),
    ...block('Said', said(page)),
  ];
  return `${lines.join('\n')}\n`;
}

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const stages = ({ requirement }: ChangePage): string[] =>
  requirement.stages.map(({ name, need, have, by, satisfied }) => {
    const who = by.map((person) => visible(person.displayName)).join(', ');
    return `${satisfied ? marks.done : marks.open} ${visible(name)}: ${have} of ${need}${who === '' ? '' : `, by ${who}`}`;
  });

const checks = (page: ChangePage): string[] =>
  page.checks.map(({ name, state, detail }) => {
    const mark = state === 'passed' ? marks.done : state === 'failed' ? marks.failed : marks.open;
    return `${mark} check ${visible(name)}: ${state}${state === 'passed' || detail === '' ? '' : `: ${visible(detail)}`}`;
  });

const reviewer = ({ displayName, decided }: ChangePage['reviewers'][number]): string =>
  `${decided ? marks.done : marks.open} ${visible(displayName)}`;

/** How much was said; `change threads` shows it. */
const said = ({ threads, openThreads }: ChangePage): string[] =>
  threads.length === 0
    ? []
    : [`${threads.length} ${threads.length === 1 ? 'thread' : 'threads'}, ${openThreads} open`];

const decision = ({ by, verdict, at, stale, comment, revision }: ChangePage['decisions'][number]): string =>
  `${visible(by.displayName)}: ${stateWords(verdict)} ${revision.slice(0, 8)} on ${at.slice(0, 16).replace('T', ' ')}${stale ? ' (stale)' : ''}${comment === '' ? '' : `: ${visible(comment)}`}`;
