import type { BudgetPeriod, BudgetUnit } from '../../api/types.ts';
import { Field } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { amountText, limitOf, periodWords } from './budget.ts';

interface Props {
  readonly unit: BudgetUnit;
  readonly period: BudgetPeriod;
  readonly typed: string;
  readonly hard: boolean;
  readonly onType: (typed: string) => void;
  readonly onHard: (hard: boolean) => void;
}

/** How much, and what happens at the limit. */
export function LimitFields({ unit, period, typed, hard, onType, onHard }: Props) {
  const limit = limitOf(unit, typed);
  const wrong = typed !== '' && limit === null;
  return (
    <>
      <Field
        label={unit === 'micro_usd' ? 'Limit, in US dollars' : 'Limit'}
        required
        inputMode="decimal"
        placeholder={unit === 'micro_usd' ? '250.00' : '1000'}
        value={typed}
        error={wrong ? wrongLimit(unit) : null}
        hint={limit === null ? undefined : `${amountText(unit, limit)} in ${periodWords[period]}`}
        onChange={({ target }) => onType(target.value)}
      />
      <RadioCards
        legend="At the limit"
        name="hard"
        value={hard}
        onChange={onHard}
        choices={[
          {
            value: true,
            label: 'Refuse',
            about: `What could go over it is refused before a provider is called.${unit === 'micro_usd' ? ' So is a model whose price nobody knows.' : ''}`,
          },
          {
            value: false,
            label: 'Only tell',
            about: 'Everything runs. At 50, 80 and 100 % an entry says so.',
          },
        ]}
      />
    </>
  );
}

const wrongLimit = (unit: BudgetUnit): string =>
  unit === 'micro_usd' ? 'Dollars, with at most six decimals: 250.00' : 'A whole number, such as 1000';
