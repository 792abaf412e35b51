import { describe, expect, it } from 'vitest';
import type { PersonId, Role } from '../../access/index.ts';
import type { Decision } from '../change.ts';
import {
  decisionBy,
  factsOf,
  hour,
  later,
  noon,
  openChange,
  requiring,
  rosterOf,
  stageOf,
} from './facts.fixture.ts';
import { counting, type Facts, isInForce, isOver } from './facts.ts';
import { askedOf, isAmong, mayAct } from './roster.ts';
import { brokenness, fills } from './stage.ts';
import { standing } from './standing.ts';

const humansOf = (facts: Facts) => counting(facts).map(({ human, onBehalfOf }) => `${human}/${onBehalfOf}`);
const forOne = { onBehalfOf: 'per_1', delegation: 'dlg_1' } as const;

describe('a decision is in force', () => {
  it.each<[string, Partial<Decision>, Partial<Facts>]>([
    ['AT-01: about other bytes', { digest: 'sha256:before' }, {}],
    ['AT-11: for another environment', { environment: 'staging' }, {}],
    ['AT-11: on another change', { change: 'chg_b' }, {}],
    ['AT-10: under other rules', { requirementVersion: 'v0' }, {}],
    ['AT-20: taken back', { retractedAt: noon }, {}],
    ['AT-06: by an app', { by: 'app_x' }, {}],
    ['AT-17: by somebody who left', {}, { roster: rosterOf({ roles: new Map() }) }],
    [
      'AT-17: by somebody who lost the role',
      {},
      { roster: rosterOf({ roles: new Map([['per_2', new Set(['reviewer'] as const)]]) }) },
    ],
    ['AT-05: by somebody who wrote it', {}, { contributors: new Set(['per_2']) }],
    ['AT-18: for somebody who wrote it', forOne, { contributors: new Set(['per_1']) }],
    ['AT-18: by a delegate who wrote it', forOne, { contributors: new Set(['per_2']) }],
    ['AT-18: for somebody who asked for it', { ...forOne, onBehalfOf: 'per_author' }, {}],
    ['AT-18: under a delegation that was ended', forOne, { endedDelegations: new Set(['dlg_1']) }],
  ])('not %s', (_name, decided, given) => {
    const facts = factsOf(given);
    const good = factsOf();
    expect(isInForce(decisionBy('per_2', good), good)).toBe(true);
    expect(isInForce(decisionBy('per_2', good, forOne), good)).toBe(true);
    expect(isInForce(decisionBy('per_2', facts, decided), facts)).toBe(false);
  });

  it('AT-04: not by who opened the change, nor by who submitted it, each by itself', () => {
    const asked = (createdHuman: PersonId, submittedHuman: PersonId) =>
      factsOf({ change: { ...openChange, createdHuman, submittedHuman } });
    const good = decisionBy('per_1', factsOf());
    expect(isInForce(good, asked('per_4', 'per_5'))).toBe(true);
    expect(isInForce(good, asked('per_1', 'per_5'))).toBe(false);
    expect(isInForce(good, asked('per_4', 'per_1'))).toBe(false);
  });

  it('AT-18: in the right of the delegator, whatever the delegate may', () => {
    const viewer = new Set(['viewer'] as const);
    const approver = new Set(['approver'] as const);
    const only = (one: typeof viewer | typeof approver, two: typeof viewer | typeof approver) =>
      factsOf({
        roster: rosterOf({
          roles: new Map<PersonId, ReadonlySet<'viewer' | 'approver'>>([
            ['per_1', one],
            ['per_2', two],
          ]),
        }),
      });
    expect(isInForce(decisionBy('per_2', factsOf(), forOne), only(approver, viewer))).toBe(true);
    expect(isInForce(decisionBy('per_2', factsOf(), forOne), only(viewer, approver))).toBe(false);
  });

  it('is over for what a page shows: while open by right, afterwards by content alone', () => {
    const left = rosterOf({ roles: new Map() });
    const open = factsOf({ roster: left });
    expect(isOver(decisionBy('per_1', open), open)).toBe(true);
    const ended = factsOf({ roster: left, change: { ...openChange, stage: 'published' } });
    expect(isOver(decisionBy('per_1', ended), ended)).toBe(false);
    expect(isOver(decisionBy('per_1', ended, { digest: 'sha256:x' }), ended)).toBe(true);
  });
});

describe('what counts', () => {
  const facts = factsOf();
  const words = (...decisions: Decision[]) => humansOf(factsOf({ decisions }));

  it('is the newest word of each human', () => {
    expect(words(decisionBy('per_1', facts), decisionBy('per_2', facts), decisionBy('per_1', facts))).toEqual(
      ['per_2/null', 'per_1/null'],
    );
  });

  it('AT-18: is one word of two humans with delegation: each replaces what they said before', () => {
    const delegated = decisionBy('per_2', facts, forOne);
    expect(words(decisionBy('per_2', facts), delegated)).toEqual(['per_2/per_1']);
    expect(words(decisionBy('per_3', facts, forOne), delegated)).toEqual(['per_2/per_1']);
    expect(words(delegated, decisionBy('per_1', facts))).toEqual(['per_1/null']);
    expect(words(delegated, decisionBy('per_2', facts))).toEqual(['per_2/null']);
    expect(words(delegated, decisionBy('per_3', facts))).toEqual(['per_2/per_1', 'per_3/null']);
  });

  it('AT-18: is the delegator’s own word against the delegate’s', () => {
    const against = decisionBy('per_1', facts, { verdict: 'request_changes' });
    expect(words(against, decisionBy('per_2', facts, forOne))).toEqual(['per_1/null']);
  });
});

describe('who is asked', () => {
  const roster = rosterOf({
    teams: new Map([['legal', new Set(['per_1', 'per_gone'] as const)]]),
    people: new Map([['two@example.com', 'per_2']]),
  });
  it('is who holds the role, is in the team, has the address, and is here', () => {
    expect(isAmong('per_1', [{ by: 'team', name: 'legal' }], roster)).toBe(true);
    expect(isAmong('per_2', [{ by: 'team', name: 'legal' }], roster)).toBe(false);
    expect(isAmong('per_gone', [{ by: 'team', name: 'legal' }], roster)).toBe(false);
    expect(isAmong('per_gone', null, roster)).toBe(false);
    expect(isAmong('per_2', [{ by: 'person', name: 'two@example.com' }], roster)).toBe(true);
    expect(isAmong('per_1', [{ by: 'person', name: 'two@example.com' }], roster)).toBe(false);
    expect(isAmong('per_1', [{ by: 'role', name: 'approver' }], roster)).toBe(true);
    expect(isAmong('per_1', [{ by: 'role', name: 'admin' }], roster)).toBe(false);
    expect(isAmong('per_1', [{ by: 'unknown', name: '' }], roster)).toBe(false);
    expect(isAmong('per_1', [{ by: 'unknown', name: 'approver' }], roster)).toBe(false);
    expect(isAmong('per_1', [], roster)).toBe(false);
    expect(
      isAmong(
        'per_3',
        [
          { by: 'team', name: 'legal' },
          { by: 'role', name: 'approver' },
        ],
        roster,
      ),
    ).toBe(true);
  });
  it('names every team and address once', () => {
    const lists = [
      null,
      [
        { by: 'team', name: 'a' },
        { by: 'person', name: 'p' },
      ],
      [
        { by: 'team', name: 'a' },
        { by: 'role', name: 'admin' },
      ],
    ] as const;
    expect(askedOf(lists)).toEqual({ teams: ['a'], people: ['p'] });
  });
  it('holds a permission by any of its roles, each kind of decision by its own', () => {
    const roles = new Map<PersonId, ReadonlySet<Role>>([
      ['per_1', new Set<Role>(['approver'])],
      ['per_2', new Set<Role>(['reviewer'])],
    ]);
    const facts = factsOf({ roster: rosterOf({ roles }) });
    expect(mayAct('per_1', 'change.review', facts.roster)).toBe(true);
    expect(isInForce(decisionBy('per_2', facts, { verdict: 'endorse' }), facts)).toBe(true);
    expect(isInForce(decisionBy('per_2', facts), facts)).toBe(false);

    expect(mayAct('per_1', 'change.approve', roster)).toBe(true);
    expect(mayAct('per_1', 'change.publish', roster)).toBe(false);
    expect(mayAct('per_gone', 'change.approve', roster)).toBe(false);
  });
});

describe('stages', () => {
  const twoStages = requiring(
    stageOf({ name: 'peer', kind: 'review' }),
    stageOf({ lapseMs: hour, remindMs: hour, escalate: { afterMs: 2 * hour, to: [] } }),
  );
  const at = (facts: Facts) => standing(facts).stages;

  it('take their turn once those before are satisfied, from the decision that did it', () => {
    const facts = factsOf({ requirement: twoStages, revisedAt: later(-hour), now: later(hour) });
    expect(at(facts).map(({ startedAt }) => startedAt)).toEqual([noon, null]);
    expect(at(facts)[1]).toMatchObject({ remindAt: null, escalateAt: null, lapsesAt: null, lapsed: false });
    const decisions = [decisionBy('per_1', facts, { verdict: 'endorse', at: later(hour) })];
    expect(at({ ...facts, decisions })[1]).toMatchObject({
      startedAt: later(hour),
      remindAt: later(2 * hour),
      escalateAt: later(3 * hour),
      lapsesAt: later(2 * hour),
    });
    expect(at({ ...facts, revisedAt: later(2 * hour) })[0]?.startedAt).toEqual(later(2 * hour));
    const since = { ...twoStages, since: later(3 * hour) };
    expect(at({ ...facts, requirement: since })[0]?.startedAt).toEqual(later(3 * hour));
  });

  it('of other rules wait for nobody', () => {
    const requirement = requiring(stageOf({ name: 'a', kind: 'review' }), stageOf({ rule: 'other' }));
    expect(at(factsOf({ requirement })).map(({ startedAt }) => startedAt)).toEqual([noon, noon]);
  });

  it('lapse at their time and not before, and never once satisfied', () => {
    const requirement = requiring(stageOf({ lapseMs: hour }));
    const before = factsOf({ requirement, now: later(hour - 1) });
    const after = factsOf({ requirement, now: later(hour) });
    expect(standing(before)).toMatchObject({ lapsed: false, state: 'in_review' });
    expect(standing(after)).toMatchObject({ lapsed: true, publishable: false });
    expect(standing(after).missing[0]).toContain('ran out');
    const decided = { ...after, decisions: [decisionBy('per_1', after)] };
    expect(standing(decided)).toMatchObject({ lapsed: false, publishable: true, state: 'approved' });
    const draft = { ...after, change: { ...openChange, stage: 'draft' as const } };
    expect(standing(draft).lapsed).toBe(false);
  });

  it('AT-13: count what is fresh: to the end of its time, and nothing from the future', () => {
    const requirement = requiring(stageOf({ validForMs: hour }));
    const facts = factsOf({ requirement });
    const by = (now: Date) =>
      standing({ ...facts, now, decisions: [decisionBy('per_1', facts)] }).publishable;
    expect([later(0), later(hour)].map(by)).toEqual([true, true]);
    expect([later(hour + 1), later(-1)].map(by)).toEqual([false, false]);
  });

  it('are filled by a decision of their kind, for it, by whom they ask, while they are whole', () => {
    const facts = factsOf({ roster: rosterOf({ teams: new Map([['legal', new Set(['per_1'] as const)]]) }) });
    const legal = stageOf({ from: [{ by: 'team', name: 'legal' }] });
    const one = decisionBy('per_1', facts);
    expect(fills(one, legal, facts)).toBe(true);
    expect(fills(decisionBy('per_2', facts), legal, facts)).toBe(false);
    expect(fills({ ...one, kind: 'review' }, legal, facts)).toBe(false);
    expect(fills({ ...one, verdict: 'endorse' }, legal, facts)).toBe(false);
    expect(fills(one, { ...legal, kind: 'review' }, facts)).toBe(false);
    expect(fills({ ...one, kind: 'review', verdict: 'endorse' }, { ...legal, kind: 'review' }, facts)).toBe(
      true,
    );
    expect(fills(one, { ...legal, broken: 'No.' }, facts)).toBe(false);
    expect(fills(one, { ...legal, need: 0 }, facts)).toBe(false);
    expect(at(factsOf({ requirement: requiring(stageOf()) }))[0]).toMatchObject({
      remindAt: null,
      escalateAt: null,
      lapsesAt: null,
    });
  });

  it('AT-09: say why nobody can satisfy them', () => {
    const why = (stage: ReturnType<typeof stageOf>, given: Partial<Facts> = {}) =>
      at(factsOf({ requirement: requiring(stage), ...given }))[0]?.unsatisfiable;
    expect(why(stageOf())).toBe(null);
    expect(why(stageOf({ broken: 'No.' }))).toBe('No.');
    expect(why(stageOf({ need: 1.5 }))).toContain('no whole number');
    expect(why(stageOf({ from: [{ by: 'team', name: 'gone' }] }))).toContain('team gone, which is not there');
    expect(why(stageOf({ need: 6 }))).toContain('asks 6 of approver, and 5 are left');
    expect(why(stageOf({ need: 5 }))).toBe(null);
    const few = rosterOf({ people: new Map([['two@example.com', 'per_2']]) });
    const two = stageOf({ from: [{ by: 'person', name: 'two@example.com' }] });
    expect(why(two, { roster: few })).toBe(null);
    expect(why(two, { roster: few, contributors: new Set(['per_2']) })).toContain('0 are left');
    const both = factsOf({ requirement: requiring(two, { ...two, name: 'again' }), roster: few });
    expect(at(both)[1]?.unsatisfiable).toContain(
      '1 is left who did not write this, and other stages need them',
    );
    expect(brokenness(stageOf({ from: [{ by: 'role', name: 'gone' }] }), { roster: few })).toBe(null);
  });

  it('AT-17: are short of those who may decide, whoever else is named', () => {
    const reviewer = new Set(['reviewer'] as const);
    const roles = new Map<PersonId, ReadonlySet<string>>([...rosterOf().roles, ['per_5', reviewer]]);
    const everybody: ReadonlySet<PersonId> = new Set(roles.keys());
    const roster = rosterOf({ roles, teams: new Map([['all', everybody]]) });
    const why = (need: number, from: Parameters<typeof stageOf>[0] = {}) =>
      at(factsOf({ requirement: requiring(stageOf({ need, ...from })), roster }))[0]?.unsatisfiable;
    expect([why(4), why(4, { from: [{ by: 'team', name: 'all' }] })]).toEqual([null, null]);
    const end = 'and 4 are left who did not write this. Ask an admin for more people.';
    expect(why(5)).toBe(`The stage "legal" asks 5 of approver, ${end}`);
    expect(why(5, { from: [{ by: 'team', name: 'all' }] })).toBe(
      `The stage "legal" asks 5 of those it names who are approver, ${end}`,
    );
  });

  it('name who decided beyond need where it was full', () => {
    const facts = factsOf({ requirement: requiring(stageOf()) });
    const decisions = (['per_1', 'per_2'] as const).map((human) => decisionBy(human, facts));
    expect(at({ ...facts, decisions })[0]).toMatchObject({ need: 1, have: 2, by: ['per_1', 'per_2'] });
  });

  it('tell whom the change waits for', () => {
    const facts = factsOf({ requirement: twoStages });
    const waits = (given: Partial<Facts>) => standing({ ...facts, ...given }).waitingFor;
    const endorsed = [decisionBy('per_1', facts, { verdict: 'endorse' })];
    const failing = [{ name: 'x', state: 'failed' as const, detail: 'No.' }];
    expect(waits({})).toEqual(['review']);
    expect(waits({ decisions: endorsed })).toEqual(['approval']);
    expect(waits({ decisions: [...endorsed, decisionBy('per_2', facts)] })).toEqual(['publish']);
    expect(waits({ checks: failing })).toEqual(['author']);
    expect(waits({ decisions: [decisionBy('per_1', facts, { verdict: 'request_changes' })] })).toEqual([
      'author',
    ]);
    expect(waits({ change: { ...openChange, stage: 'draft' } })).toEqual(['author']);
    expect(waits({ change: { ...openChange, stage: 'published' } })).toEqual([]);
    const parallel = requiring(stageOf({ kind: 'review' }), stageOf({ rule: 'other' }));
    expect(waits({ requirement: parallel })).toEqual(['review', 'approval']);
  });

  it('say how many are missing, and in which stage', () => {
    const [peer, legal] = standing(
      factsOf({ requirement: requiring(stageOf({ need: 2 }), stageOf({ rule: 'default', kind: 'review' })) }),
    ).missing;
    expect(peer).toMatch(/^2 more approvals needed for "legal", by someone/);
    expect(legal).toMatch(/^1 more review needed, by someone/);
  });

  it('without any approval among them approve nothing', () => {
    const facts = factsOf({ requirement: requiring(stageOf({ kind: 'review' })) });
    const decisions = [decisionBy('per_1', facts, { verdict: 'endorse' })];
    expect(standing({ ...facts, decisions })).toMatchObject({ publishable: false, state: 'in_review' });
  });

  it('of a change that is not open stand, and publish nothing again', () => {
    const facts = factsOf({ requirement: requiring(stageOf()) });
    const decisions = [decisionBy('per_1', facts)];
    expect(standing({ ...facts, decisions })).toMatchObject({ publishable: true, missing: [] });
    for (const stage of ['draft', 'published', 'rejected', 'withdrawn'] as const)
      expect(standing({ ...facts, decisions, change: { ...openChange, stage } })).toMatchObject({
        publishable: false,
        state: stage,
      });
  });

  it('lapse the change when any of them does', () => {
    const requirement = requiring(stageOf({ lapseMs: hour }), stageOf({ rule: 'other', lapseMs: 3 * hour }));
    const facts = factsOf({ requirement, now: later(2 * hour) });
    expect(standing(facts)).toMatchObject({ lapsed: true, waitingFor: ['approval'] });
    // Also once everybody else has decided.
    const decisions = [decisionBy('per_1', facts, { at: later(2 * hour) })];
    const one = requiring(stageOf({ kind: 'review', lapseMs: hour }), stageOf({ rule: 'other' }));
    expect(standing({ ...facts, requirement: one, decisions })).toMatchObject({
      ...{ lapsed: true, publishable: false, state: 'in_review' },
    });
  });

  it('take their turn from the decisions of their own rule alone', () => {
    const requirement = requiring(
      stageOf({ name: 'peer', kind: 'review' }),
      stageOf({ name: 'lead', kind: 'review' }),
      stageOf({ name: 'legal' }),
      stageOf({ rule: 'other', name: 'risk' }),
    );
    const facts = factsOf({ requirement, now: later(9 * hour) });
    const decisions = [
      decisionBy('per_1', facts, { verdict: 'endorse', at: later(hour) }),
      decisionBy('per_2', facts, { verdict: 'endorse', at: later(2 * hour) }),
      decisionBy('per_3', facts, { at: later(3 * hour) }),
      decisionBy('per_4', facts, { at: later(4 * hour) }),
    ];
    const starts = (given: readonly Decision[]) =>
      at({ ...facts, decisions: given }).map(({ startedAt }) => startedAt);
    expect(starts(decisions)).toEqual([noon, later(2 * hour), later(2 * hour), noon]);
  });

  it('say what is missing, each in its own sentence', () => {
    const facts = factsOf({
      requirement: requiring(stageOf({ need: 3 }), stageOf({ rule: 'other', broken: 'Mend it.' })),
      checks: [{ name: 'parses', state: 'failed', detail: 'Line 3.' }],
    });
    const decisions = [
      decisionBy('per_1', facts),
      decisionBy('per_2', facts, { verdict: 'request_changes' }),
    ];
    expect(standing({ ...facts, decisions }).missing).toEqual([
      expect.stringMatching(/^2 more approvals needed/),
      'Mend it.',
      expect.stringContaining('requested changes'),
      'Check "parses" is failed: Line 3.',
    ]);
  });

  it('name who is one too many in the first stage that fits alone', () => {
    const facts = factsOf({ requirement: requiring(stageOf(), stageOf({ rule: 'other' })) });
    const decisions = (['per_1', 'per_2', 'per_3'] as const).map((human) => decisionBy(human, facts));
    expect(at({ ...facts, decisions }).map(({ have, by }) => [have, by])).toEqual([
      [2, ['per_2', 'per_3']],
      [1, ['per_1']],
    ]);
  });
});
