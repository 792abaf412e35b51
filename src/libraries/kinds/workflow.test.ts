import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { told } from './kinds.fixture.ts';
import { readWorkflow } from './workflow.ts';

const good = readFileSync(new URL('./review.fixture.yaml', import.meta.url), 'utf8');

/** The faults after one edit of a good workflow, as `line:column sentence`. */
function faultsAfter(from: string, to: string): readonly string[] {
  expect(good).toContain(from);
  return told(readWorkflow(good.replace(from, to)).faults);
}

describe('a workflow', () => {
  it('has no faults and an outline with its gates', () => {
    const { faults, outline } = readWorkflow(good);
    expect(told(faults)).toEqual([]);
    expect(outline).toMatchObject({ kind: 'workflow', name: 'contract-review', riskTier: 'high' });
    expect(outline?.steps.map(({ id, act, detail, needs, line }) => [id, act, detail, needs, line])).toEqual([
      ['extract', 'prompt', 'prompt:legal/contract-extract', [], 14],
      ['risk', 'prompt', 'prompt:legal/clause-risk', ['extract'], 19],
      ['legal-gate', 'approval', '1 of group:legal and 1 of group:finance', ['risk'], 23],
      ['send', 'action', 'esign.send', ['legal-gate'], 41],
    ]);
  });

  it.each<[string, string, string, string]>([
    ['another apiVersion', 'countersign/v1', 'countersign/v2', '1:13 "apiVersion" must be "countersign/v1".'],
    [
      'another kind',
      'kind: Workflow',
      'kind: Workflo',
      '2:7 "kind" must be "Workflow". Did you mean "Workflow"?',
    ],
    ['no name', '  name: contract-review\n', '', '3:1 "metadata" has no "name": write small letters'],
    ['a name in capitals', 'contract-review', 'Contract', '4:9 "metadata.name" must be small letters'],
    ['an owner of no sort', 'team:legal-ops', 'legal', '5:10 "metadata.owner" must be somebody, such as'],
    [
      'a misspelt tier',
      'riskTier: high',
      'riskTier: hgh',
      '6:13 "metadata.riskTier" must be "low" or "medium" or "high". Did you mean "high"?',
    ],
    ['an unknown field', 'riskTier: high', 'riskTeir: high', '6:3 "metadata" has no field "riskTeir".'],
    [
      'a limit that is text',
      'maxCostUsd: 4',
      'maxCostUsd: four',
      '10:17 "spec.limits.maxCostUsd" must be an amount above 0.',
    ],
    [
      'a limit of zero',
      'maxCostUsd: 4',
      'maxCostUsd: 0',
      '10:17 "spec.limits.maxCostUsd" must be an amount above 0.',
    ],
    [
      'a duration without unit',
      'maxDuration: 5d',
      'maxDuration: 5',
      '11:18 "spec.limits.maxDuration" must be a duration such as',
    ],
    [
      'a misspelt limit',
      'maxDuration: 5d',
      'maxDuratoin: 5d',
      '11:5 "spec.limits" has no field "maxDuratoin". Did you mean "maxDuration"?',
    ],
    ['no versioning there is', 'pinned', 'latest', '12:15 "spec.versioning" must be "pinned" or "migrate".'],
    [
      'a need that is no step',
      'needs: [risk]',
      'needs: [rsk]',
      '24:15 No step has the id "rsk". Did you mean "risk"?',
    ],
    ['a need twice', 'needs: [risk]', 'needs: [risk, risk]', '24:21 "risk" stands here twice.'],
    [
      'a cycle',
      'needs: [extract]',
      'needs: [legal-gate]',
      '20:14 These steps wait for each other: risk → legal-gate → risk.',
    ],
    ['a step that needs itself', 'needs: [extract]', 'needs: [risk]', '20:14 The step "risk" needs itself.'],
    ['an id twice', 'id: send', 'id: risk', '41:11 Two steps have the id "risk".'],
    [
      'a step that does nothing',
      'prompt: {ref: prompt:legal/clause-risk}',
      'description: x',
      '19:7 The step "risk" does nothing.',
    ],
    [
      'a step that does two things',
      'impact: irreversible',
      'prompt: {ref: prompt:a}',
      '43:7 The step "send" does prompt and action.',
    ],
    [
      'a misspelt act',
      'action: {connector',
      'acton: {connector',
      '43:7 "spec.steps[4]" has no field "acton". Did you mean "action"?',
    ],
    [
      'a gate that is never reached',
      'output: {$ref: "#/schemas/Clauses"}',
      'when: "false"',
      '23:11 The gate "legal-gate" can never be reached: the condition of "extract" is never true.',
    ],
    [
      'a gate that is never open',
      'when: "steps.risk',
      'when: "false" # ',
      '23:11 The gate "legal-gate" can never be reached: the condition of "legal-gate" is never true.',
    ],
    ['a gate without quorum', 'quorum:', 'quorun:', '26:7 "spec.steps[3].approval" has no "quorum"'],
    [
      'a decision that is none',
      'approve, edit',
      'aprove, edit',
      '33:21 "spec.steps[3].approval.decisions[1]" must be "approve" or',
    ],
    ['an impact that is none', 'irreversible', 'irreversable', '44:15 "spec.steps[4].impact" must be'],
    [
      'a prompt without its word',
      'prompt:legal/clause-risk',
      'legal/clause-risk',
      '21:21 "spec.steps[2].prompt.ref" must be the name of a prompt',
    ],
    ['a duplicate key', 'impact: irreversible', 'id: x', '44:7 "id" stands here twice.'],
    [
      'broken YAML',
      'kind: Workflow',
      'kind: [Workflow',
      '3:1 The workflow is not the YAML that is read here',
    ],
  ])('%s', (_name, from, to, expected) => {
    expect(faultsAfter(from, to)).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });

  it('is told to be one when it is something else', () => {
    expect(told(readWorkflow('- a\n').faults)).toEqual([
      expect.stringContaining('1:1 A workflow starts with "apiVersion: countersign/v1".'),
    ]);
    expect(readWorkflow('').faults).toHaveLength(1);
  });

  it('calls a gate behind a cycle unreachable', () => {
    const text = good.replace('needs: [extract]', 'needs: [risk]');
    expect(told(readWorkflow(text).faults)).toContainEqual(
      expect.stringContaining('23:11 The gate "legal-gate" can never be reached: "risk" waits for itself.'),
    );
  });
});
