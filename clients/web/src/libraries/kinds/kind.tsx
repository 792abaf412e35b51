import {
  BrainCircuit,
  Coins,
  FileText,
  FlaskConical,
  GitFork,
  GraduationCap,
  ListChecks,
  MessageSquareText,
  Scale,
  ScanSearch,
  Target,
} from 'lucide-react';
import type { LanguageName } from '../editor/languages.ts';

type Kind = { word: string; language: LanguageName; icon: typeof FileText };

const kinds: Readonly<Record<string, Kind>> = {
  prompt: { word: 'prompt', language: 'dotprompt', icon: MessageSquareText },
  policy: { word: 'policy', language: 'cedar', icon: Scale },
  workflow: { word: 'workflow', language: 'yaml', icon: GitFork },
  evaluation: { word: 'evaluation', language: 'yaml', icon: FlaskConical },
  requirement: { word: 'requirement', language: 'yaml', icon: ListChecks },
  classes: { word: 'data classes', language: 'yaml', icon: ScanSearch },
  model: { word: 'model', language: 'yaml', icon: BrainCircuit },
  'value-model': { word: 'value model', language: 'yaml', icon: Coins },
  'use-case': { word: 'use case', language: 'yaml', icon: Target },
  skill: { word: 'skill', language: 'skill', icon: GraduationCap },
};
const other: Kind = { word: 'file', language: 'plain', icon: FileText };

const kindNamed = (kind: string): Kind => (Object.hasOwn(kinds, kind) ? (kinds[kind] ?? other) : other);

export const languageOfKind = (kind: string): LanguageName => kindNamed(kind).language;

/** The server's rule (asset.read tells the kind), for a file that is only in this browser yet. */
export function kindOfPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'SKILL.md' && path.includes('/')) return 'skill';
  if (name === 'countersign.cedarschema') return 'policy';
  if (name.endsWith('.prompt')) return 'prompt';
  if (name.endsWith('.cedar')) return 'policy';
  if (name.endsWith('.workflow.yaml')) return 'workflow';
  if (name.endsWith('.requirement.yaml')) return 'requirement';
  if (name.endsWith('.classes.yaml')) return 'classes';
  if (name.endsWith('.model.yaml')) return 'model';
  if (name.endsWith('.use-case.yaml')) return 'use-case';
  if (name.endsWith('.value.yaml')) return 'value-model';
  return name.endsWith('.eval.yaml') ? 'evaluation' : 'other';
}

/** A kind as a word and an icon. */
export function KindLabel({ kind }: { kind: string }) {
  const { word, icon: Icon } = kindNamed(kind);
  return (
    <span className="text-ink-soft inline-flex items-center gap-1 text-xs whitespace-nowrap">
      <Icon size={13} aria-hidden />
      {word}
    </span>
  );
}
