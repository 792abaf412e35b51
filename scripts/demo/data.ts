import { decideAndPublish, propose } from './acting.ts';
import { minuteMs, type Stage } from './stage.ts';

const rules = `// What becomes of data in calls.

@id("data.cards_stay_here")
@mode("enforce")
@reason("Numbers of cards and secrets never leave for a model.")
@obligation("redact:card, redact:secret")
forbid (
  principal,
  action,
  resource
)
when { context.dataClasses.containsAny(["card", "secret"]) };

@id("data.people_look_at_identities")
@mode("enforce")
@reason("A call with somebody's identity number is looked at by a person before it runs.")
@obligation("hold:human")
forbid (
  principal,
  action,
  resource
)
when { context.dataClasses.contains("national_id") };
`;

const classes = `# Numbers of our own that calls are looked through for.
classes:
  - name: customer_number
    description: Numbers of Northwind's customers
    patterns: ['NW-[0-9]{6}']
  - name: warehouse_slot
    description: Where something lies in a warehouse
    patterns: ['[A-F][0-9]{2}-[0-9]{3}']
    near: [warehouse, slot, aisle]
`;

/** Rules about data, and classes of the organization's own. */
export async function makeDataRules(stage: Stage): Promise<void> {
  await decideAndPublish(
    stage,
    await propose(stage, {
      library: 'policy',
      name: 'data',
      path: 'data.cedar',
      branch: 'watch-data',
      message: 'Keep cards here, and have a person look at identity numbers',
      text: rules,
    }),
  );
  await decideAndPublish(
    stage,
    await propose(stage, {
      library: 'policy',
      name: 'northwind',
      path: 'northwind.classes.yaml',
      branch: 'own-numbers',
      message: 'Look for our customers’ numbers',
      text: classes,
    }),
  );
}

/** Calls that meet them: one is redacted, one waits for a person. */
export async function meetDataRules(stage: Stage): Promise<void> {
  for (const ticket of [
    'I am customer NW-204417. I paid with 4111 1111 1111 1111 and never got the parcel. Mail me at jonas@fjordline.no.',
    'My BSN is 111222333, as you asked for. Please open the account now, I am waiting since Monday.',
  ]) {
    stage.clock.advance(9 * minuteMs);
    await stage.app('execution.create', {
      body: { prompt: 'support/triage-ticket@production', variables: { ticket } },
    });
  }
}
