import type { Outline } from '../../api/types.ts';
import { ClassesOutline } from './ClassesOutline.tsx';
import { EvaluationOutline } from './EvaluationOutline.tsx';
import { PolicyOutline } from './PolicyOutline.tsx';
import { ModelOutline, UseCaseOutline } from './RegisteredOutline.tsx';
import { RequirementOutline } from './RequirementOutline.tsx';
import { SkillOutline } from './SkillOutline.tsx';
import { ValueModelOutline } from './ValueModelOutline.tsx';
import { WorkflowOutline } from './WorkflowOutline.tsx';

type Props = { outline: Outline; onGo: (line: number) => void };

/** What is not there yet, where it would be expected. */
const Note = ({ children }: { children: string }) => (
  <p className="text-ink-soft mb-3 leading-relaxed">{children}</p>
);

/** What a text says, in the form of its kind; pressing a part goes to its line. */
export function OutlinePanel({ outline, onGo }: Props) {
  switch (outline.kind) {
    case 'workflow':
      return (
        <>
          <Note>It is checked, versioned and approved. Runs of workflows are not built yet.</Note>
          <WorkflowOutline steps={outline.steps} onGo={onGo} />
        </>
      );
    case 'evaluation':
      return <EvaluationOutline always={outline.always} tests={outline.tests} onGo={onGo} />;
    case 'policy':
      return (
        <>
          <Note>
            In the library policy, live in production, they are in force. The Policy page shows which are.
          </Note>
          <PolicyOutline rules={outline.rules} onGo={onGo} />
        </>
      );
    case 'requirement':
      return <RequirementOutline rules={outline.rules} onGo={onGo} />;
    case 'classes':
      return <ClassesOutline classes={outline.classes} onGo={onGo} />;
    case 'model':
      return <ModelOutline model={outline} />;
    case 'value-model':
      return <ValueModelOutline model={outline} />;
    case 'use-case':
      return <UseCaseOutline useCase={outline} />;
    case 'skill':
      return <SkillOutline skill={outline} />;
  }
}
