import type { Outline } from '../../api/types.ts';
import { Badge } from '../../design/Status.tsx';

/** What an agent is told first, and then the whole text. */
export const SkillOutline = ({ skill }: { skill: Extract<Outline, { kind: 'skill' }> }) => (
  <div className="card flex flex-col gap-3 p-4">
    <div>
      <p className="font-semibold">{skill.name}</p>
      <p className="text-ink-soft mt-1 leading-relaxed">{skill.description}</p>
    </div>
    <p className="flex flex-wrap gap-1.5">
      {skill.license !== null && <Badge>{skill.license}</Badge>}
      {skill.compatibility !== null && <Badge>{skill.compatibility}</Badge>}
      {skill.allowedTools.map((tool) => (
        <Badge key={tool}>{`may use ${tool}`}</Badge>
      ))}
    </p>
    <div className="border-t pt-3 leading-relaxed break-words whitespace-pre-wrap">{skill.body}</div>
  </div>
);
