import { decideAndPublish, propose } from './acting.ts';
import type { Stage } from './stage.ts';

const text = `# What Northwind asks of every library. Every rule that fits a change applies, all of them together.
rules:
  - id: contracts # agreed with counsel on 3 September
    description: What counsel relies on is approved by counsel.
    for:
      libraries: [legal]
      environments: [production]
    stages:
      - name: peer review
        kind: review
        need: 1
        remind: 24h
      - name: legal approval
        kind: approval
        need: 1
        from: [{team: legal-counsel}]
        remind: 24h
        escalate:
          after: 48h
          to: [{role: admin}]
        lapse: 30d

  - id: money
    description: Whatever recommends paying money is approved by the risk board, for two weeks.
    for:
      libraries: [support]
      environments: [production]
      when: risk == "high"
    stages:
      - name: peer review
        kind: review
        need: 1
      - name: risk board
        kind: approval
        need: 1
        from: [{team: risk-board}]
        validFor: 14d
`;

const rules = `// What may run at Northwind. Every rule says why; who is refused reads it.
@id("northwind.raw_calls")
@mode("enforce")
@reason("Nobody reviewed the instructions of this call. Northwind's approved prompts are in its libraries; use one where there is one.")
@obligation("warn")
forbid (
  principal,
  action == Action::"execution.create_raw",
  resource
);

@id("northwind.personal_data_watch")
@mode("monitor")
@reason("Personal data was sent to a model. We watch for a month before we decide.")
forbid (principal, action, resource)
when { context.dataClasses.containsAny(["email", "phone", "iban"]) };

@id("northwind.expensive")
@mode("enforce")
@reason("One call may cost five dollars at most. Send less, or ask the risk board.")
forbid (principal, action, resource)
when
{
  context has estimatedCostMicroUsd &&
  context.estimatedCostMicroUsd > 5000000
};
`;

const model = `# What Northwind says of the model that most of its prompts name.
model: simulated-fast
provider: simulated
status: approved # by the platform team on 1 September
owner: Platform team
risk: low
description: Short answers and drafts. Not for what needs care with figures.
terms:
  training: false
  retentionDays: 0
`;

const careful = `model: simulated-careful
provider: simulated
status: deprecated
owner: Platform team
risk: medium
description: Long and careful answers. Kept until its successor is tried out.
terms:
  training: false
  retentionDays: 30
price:
  input: 2.5
  output: 10
successor: simulated-fast
`;

const useCase = `name: customer-support
title: Answering customers
owner: Support team
purpose: Drafts answers to customers' letters, which a person reads before they go out.
risk: medium
legalBasis: Contract, GDPR Art. 6(1)(b)
dataClasses: [email, phone]
`;

/** Models and a use case of the register, each by a change of its own. */
async function makeRegister(stage: Stage): Promise<void> {
  const files = [
    ['simulated-fast.model.yaml', 'Approve the fast model', model],
    ['simulated-careful.model.yaml', 'Go over from the careful model', careful],
    ['customer-support.use-case.yaml', 'Say what answering customers is', useCase],
  ] as const;
  for (const [path, message, text] of files) {
    const [name = path] = path.split('.');
    const change = await propose(stage, {
      library: 'policy',
      ...{ name, path, message, text, branch: `register-${name}` },
    });
    await decideAndPublish(stage, change);
  }
}

/** The organization's requirement and its rules, in force from its publication on: reviewed and approved like everything else. */
export async function makePolicy(stage: Stage): Promise<void> {
  const change = await propose(stage, {
    library: 'policy',
    name: 'organization',
    path: 'organization.requirement.yaml',
    branch: 'ask-counsel-and-the-board',
    message: 'Ask counsel about contracts, and the risk board about money',
    text,
  });
  await decideAndPublish(stage, change);
  const ruled = await propose(stage, {
    library: 'policy',
    name: 'rules',
    path: 'rules.cedar',
    branch: 'first-rules',
    message: 'Say which calls are fine, and watch personal data',
    text: rules,
  });
  await decideAndPublish(stage, ruled);
  await makeRegister(stage);
}
