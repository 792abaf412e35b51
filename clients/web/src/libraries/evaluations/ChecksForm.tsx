import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { Button, IconButton } from '../../design/Button.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { type CheckDraft, checkKinds, kindOf } from './checks.ts';

type Props = { drafts: readonly CheckDraft[]; onChange: (drafts: readonly CheckDraft[]) => void };

/** What must hold of the answer, one line per check. */
export function ChecksForm({ drafts, onChange }: Props) {
  const next = useRef(drafts.length);
  const set = (key: number, change: Partial<CheckDraft>) =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...change } : draft)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">The answer …</legend>
      {drafts.map(({ key, type, text }, at) => {
        const kind = kindOf(type);
        return (
          <div key={key} className="flex flex-wrap items-start gap-2">
            <div className="w-44">
              <Select
                label={`Check ${at + 1}`}
                labelHidden
                value={type}
                options={checkKinds.map((one) => ({ value: one.type, label: one.label }))}
                onChange={(event) => set(key, { type: event.target.value })}
              />
            </div>
            <div className="min-w-32 flex-1">
              {kind?.needs !== 'nothing' && (
                <Field
                  label={`What of check ${at + 1}`}
                  labelHidden
                  placeholder={kind?.hint}
                  inputMode={kind?.needs === 'number' ? 'numeric' : 'text'}
                  value={text}
                  onChange={(event) => set(key, { text: event.target.value })}
                />
              )}
            </div>
            <IconButton
              label={`Remove check ${at + 1}`}
              icon={<X size={15} aria-hidden />}
              onClick={() => onChange(drafts.filter((draft) => draft.key !== key))}
            />
          </div>
        );
      })}
      <div>
        <Button
          small
          icon={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...drafts, { key: next.current++, type: 'icontains', text: '' }])}
        >
          Add a check
        </Button>
      </div>
    </fieldset>
  );
}
