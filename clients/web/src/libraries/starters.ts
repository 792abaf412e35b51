/** Starting points for assets that are no prompts: short, whole, and without faults. */
export type Starter = {
  kind: string;
  label: string;
  about: string;
  /** The file that a name such as `contracts/review` becomes. */
  path: (name: string) => string;
  text: (name: string) => string;
};

const last = (name: string): string => name.split('/').at(-1) ?? name;

export const starters: readonly Starter[] = [
  {
    kind: 'workflow',
    label: 'Workflow',
    about: 'Several steps as one run, with a gate where somebody decides',
    path: (name) => `${name}.workflow.yaml`,
    text: (name) => `apiVersion: countersign/v1
kind: Workflow
metadata:
  name: ${last(name)}
  purpose: Say what it is for
  riskTier: low
spec:
  limits: {maxCostUsd: 1, maxDuration: 1d}
  steps:
    - id: draft
      prompt: {ref: prompt:LIBRARY/NAME}
    - id: gate
      needs: [draft]
      approval:
        shows: [steps.draft.output]
        quorum: {count: 1, from: role:approver}
        expire: {after: 72h, then: reject}
`,
  },
  {
    kind: 'evaluation',
    label: 'Evaluation',
    about: 'Tests with inputs and what must hold of the output, in promptfoo’s format',
    path: (name) => `${name}.eval.yaml`,
    text: () => `description: Say what must hold
tests:
  - description: the usual case
    vars:
      text: Hello
    assert:
      - type: contains
        value: Hello
`,
  },
  {
    kind: 'policy',
    label: 'Policy',
    about: 'Rules in Cedar; this one only watches until it is set to enforce',
    path: (name) => `${name}.cedar`,
    text: (name) => `@id("${name.replaceAll('/', '.')}")
@mode("monitor")
@reason("Say why, for the person who is refused.")
forbid (
  principal,
  action == Action::"execution.create",
  resource is Prompt
)
unless { resource.published };
`,
  },
  {
    kind: 'skill',
    label: 'Skill',
    about: 'Instructions that an agent reads when it needs them, in the Agent Skills format',
    path: (name) => `${name}/SKILL.md`,
    text: (name) => `---
name: ${last(name)}
description: Say what it does, and when to use it.
---

# ${last(name)}

1. Write the steps here.
`,
  },
];
