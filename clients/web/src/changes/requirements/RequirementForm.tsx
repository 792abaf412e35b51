import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/states.tsx';
import { addAt, moveAt, type Path, type Plain, readDocument, setAt } from './document.ts';
import { policyLibrary } from './policy-library.ts';
import { RuleForm } from './RuleForm.tsx';
import { freeName } from './rule.ts';

type Props = {
  library: string;
  text: string;
  /** Why it is only shown, when it is. */
  notBecause: string | null;
  onChange: (text: string) => void;
};

/** A requirement for those who do not write YAML. Each edit changes only what it is about in the text; comments stay. */
export default function RequirementForm({ library, text, notBecause, onChange }: Props) {
  const { rules, problem } = readDocument(text);
  // One rule is there to be edited; of several, those that come later are.
  const [first] = useState(rules.length);
  const set = (path: Path, value: Plain | undefined) => onChange(setAt(text, path, value));
  const add = () =>
    onChange(
      addAt(text, ['rules'], {
        id: freeName(
          'rule',
          rules.map(({ id }) => id),
        ),
        for: { environments: ['production'] },
        stages: [
          { name: 'peer review', kind: 'review', need: 1 },
          { name: 'approval', kind: 'approval', need: 1 },
        ],
      }),
    );
  if (problem !== null)
    return (
      <EmptyState title="The form cannot show this text">
        {problem}. Repair it in the text; the form comes back by itself.
      </EmptyState>
    );
  return (
    <fieldset disabled={notBecause !== null} className="flex min-w-0 flex-col gap-4">
      <legend className="sr-only">Rules</legend>
      {rules.length === 0 && (
        <EmptyState title="No rules yet">
          Without a rule, every change needs one review, one approval by somebody else, and a publisher.
        </EmptyState>
      )}
      {rules.map((rule, at) => (
        <RuleForm
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place while its name is typed
          key={at}
          startsOpen={first <= 1 || at >= first}
          rule={rule}
          namesLibraries={library === policyLibrary}
          onSet={(path, value) => set(['rules', at, ...path], value)}
          onAddStage={(stage) => onChange(addAt(text, ['rules', at, 'stages'], stage))}
          onMoveStage={(from, to) => onChange(moveAt(text, ['rules', at, 'stages'], from, to))}
          onRemove={() => set(['rules', at], undefined)}
        />
      ))}
      <div>
        <Button icon={<Plus size={15} aria-hidden />} onClick={add} disabledBecause={notBecause}>
          Add a rule
        </Button>
      </div>
    </fieldset>
  );
}
