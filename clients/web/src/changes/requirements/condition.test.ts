import { describe, expect, it } from 'vitest';
import { conditionFrom, conditionText, rowFor } from './condition.ts';

describe('a condition as rows', () => {
  it('reads what it writes', () => {
    for (const text of [
      'risk == "high"',
      'risk == "high" && "personal" in dataClasses',
      'useCase != "hiring" || assets > 5',
      '!("health" in dataClasses) && assets >= 2',
      'owner == "team:\\"a && b\\""',
      '',
    ]) {
      const condition = conditionFrom(text);
      expect(condition, text).not.toBeNull();
      if (condition !== null) expect(conditionText(condition)).toBe(text);
    }
  });

  it('reads single quotes and tight writing', () =>
    expect(conditionFrom("risk=='high'&&'personal' in dataClasses")).toEqual({
      join: 'all',
      rows: [
        { field: 'risk', operator: 'is', value: 'high' },
        { field: 'dataClasses', operator: 'has', value: 'personal' },
      ],
    }));

  it('leaves to the text what rows cannot say', () => {
    for (const text of [
      'risk == "high" && (assets > 2 || kind == "prompt")',
      'risk == "high" && assets > 2 || kind == "prompt"',
      'risk in ["high", "medium"]',
      'dataClasses == "x"',
      'unknown == "x"',
      'risk == ',
      '&& risk == "high"',
    ])
      expect(conditionFrom(text), text).toBeNull();
  });

  it('begins a row with what is valid', () => {
    expect(rowFor('risk')).toEqual({ field: 'risk', operator: 'is', value: 'high' });
    expect(conditionText({ join: 'all', rows: [rowFor('assets')] })).toBe('assets > 5');
  });
});
