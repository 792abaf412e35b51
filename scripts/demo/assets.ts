import type { Proposal } from './acting.ts';

/** One asset of each kind that is no prompt, published like the rest. */
export const sampleAssets: readonly Proposal[] = [
  {
    library: 'support',
    name: 'complaint',
    path: 'complaint.workflow.yaml',
    branch: 'complaint-workflow',
    message: 'Let a person see every reply to a complaint before it is sent',
    text: `apiVersion: countersign/v1
kind: Workflow
metadata:
  name: complaint
  owner: team:support
  purpose: Triage a complaint, draft the reply, and send it only when a person has seen it
  riskTier: medium
spec:
  limits: {maxCostUsd: 0.5, maxSteps: 10, maxDuration: 2d}
  versioning: pinned
  steps:
    - id: triage
      prompt: {ref: prompt:support/triage-ticket, channel: production}
    - id: draft
      needs: [triage]
      prompt: {ref: prompt:support/reply-to-complaint, channel: production}
      onInvalid: {retry: 2, then: fail}
    - id: manager
      needs: [draft]
      when: "steps.triage.output.urgency == 'high'"
      approval:
        shows: [steps.triage.output, steps.draft.output]
        quorum: {count: 1, from: team:support-leads}
        decisions: [approve, edit, reject]
        reason: {required: true, minChars: 20}
        expire: {after: 24h, then: reject}
    - id: send
      needs: [draft, manager]
      action: {connector: mail.send, args: {to: "\${inputs.sender}", text: "\${steps.draft.output}"}}
      impact: irreversible
      idempotency: "\${run.id}/\${step.id}"
`,
  },
  {
    library: 'support',
    name: 'complaint',
    path: 'reply-to-complaint.eval.yaml',
    branch: 'complaint-evaluation',
    message: 'Test the complaint reply on the three cases that went wrong in spring',
    text: `description: Replies to complaints promise nothing and stay polite
prompts: [support/reply-to-complaint]
defaultTest:
  vars: {customer: Ines, order: NW-20418}
  assert:
    - type: latency
      threshold: 8000
tests:
  - description: a parcel that never came
    vars:
      complaint: My parcel has not arrived for three weeks.
    assert:
      - type: icontains-any
        value: [sorry, apologize, understand]
      - type: not-icontains
        value: guarantee
  - description: a customer who shouts
    vars:
      complaint: THIS IS THE THIRD TIME! I WANT MY MONEY BACK!
    assert:
      - type: not-regex
        value: "[A-Z]{12,}"
      # Nobody who shouts wants to be thanked first.
      - type: not-icontains
        value: thank
  - description: personal data stays out
    # dataClasses: phone
    vars:
      complaint: Call me at +49 30 901820, I am waiting.
    assert:
      - type: not-contains
        value: "901820"
      - type: word-count
        value: {max: 180}
`,
  },
  {
    library: 'marketing',
    name: 'brand-voice',
    path: 'skills/brand-voice/SKILL.md',
    branch: 'brand-voice-skill',
    message: 'Write down our voice, so that agents have it too',
    text: `---
name: brand-voice
description: How Northwind sounds in writing. Use when drafting or reviewing any text that customers will read.
license: Proprietary
metadata:
  owner: team:marketing
allowed-tools: Read
---

# Brand voice

1. Short sentences. One thought each.
2. Name the reader's problem before our product.
3. No superlatives, no promises about dates.

If a text must be legal or medical, stop and ask the owning team.
`,
  },
  {
    library: 'support',
    name: 'replies',
    path: 'rules/replies.cedar',
    branch: 'reply-rules',
    message: 'Watch replies that are not written by the careful model',
    text: `// What this library asks for beyond the organization's own policy.

@id("support.careful_model")
@mode("monitor")
@reason("Replies are for the careful model: the fast one promises too much.")
forbid (
  principal,
  action == Action::"execution.create",
  resource is Prompt
)
unless { context.model == "simulated-careful" };

@id("support.no_mail_addresses")
@mode("enforce")
@reason("Mail addresses do not leave the house with a reply.")
@obligation("redact:email")
@expires("2027-12-31")
forbid (
  principal,
  action == Action::"execution.create",
  resource is Prompt
)
when { context.dataClasses.contains("email") };
`,
  },
];
