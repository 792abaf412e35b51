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

/** The organization's requirement, in force from its publication on: reviewed and approved like everything else. */
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
}
