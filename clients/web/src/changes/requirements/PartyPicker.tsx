import { X } from 'lucide-react';
import { Select } from '../../design/Field.tsx';
import type { Party } from './rule.ts';
import { partyText, usePartyOptions } from './use-party-options.ts';

type Props = {
  label: string;
  /** What it means when nobody is named. */
  whenEmpty: string;
  parties: readonly Party[];
  onChange: (parties: Party[]) => void;
};

/** Roles, teams and people who are asked: each a chip that can be taken away, and a list to add from. One who is gone says so. */
export function PartyPicker({ label, whenEmpty, parties, onChange }: Props) {
  const { options, faultOf } = usePartyOptions();
  const has = ({ by, name }: Party) => parties.some((party) => party.by === by && party.name === name);
  const left = options.filter(({ party }) => !has(party));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      {parties.length === 0 && <p className="text-ink-soft text-xs">{whenEmpty}</p>}
      {parties.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {parties.map((party, at) => (
            <li
              key={`${party.by} ${party.name}`}
              className="bg-sunken inline-flex max-w-full items-center gap-1 rounded-md border py-0.5 pr-0.5 pl-2"
            >
              <span className="truncate">{partyText(party)}</span>
              <button
                type="button"
                aria-label={`Do not ask ${partyText(party)}`}
                onClick={() => onChange(parties.filter((_, place) => place !== at))}
                className="text-ink-faint hover:text-ink rounded p-1"
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {parties.map((party) => {
        const fault = faultOf(party);
        return fault === null ? null : (
          <p key={`${party.by} ${party.name}`} role="alert" className="text-bad text-xs leading-relaxed">
            {fault}
          </p>
        );
      })}
      <Select
        label={`Add to “${label}”`}
        labelHidden
        value=""
        options={[
          { value: '', label: 'Add a role, team or person …' },
          ...left.map(({ value, label: words }) => ({ value, label: words })),
        ]}
        onChange={({ target }) => {
          const chosen = left.find(({ value }) => value === target.value);
          if (chosen !== undefined) onChange([...parties, chosen.party]);
        }}
      />
    </fieldset>
  );
}
