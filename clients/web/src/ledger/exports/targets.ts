import { queryOptions } from '@tanstack/react-query';
import { get, segment } from '../../api/client.ts';
import type { ExportTarget, ExportTargetList } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

export const targetsQuery = queryOptions({
  queryKey: ['ledger', 'export-targets'],
  queryFn: ({ signal }) => get<ExportTargetList>('/api/v1/export-targets', signal),
  refetchInterval: 3_000,
});

export const targetPath = (id: string): string => `/api/v1/export-targets/${segment(id)}`;

export const kinds = [
  { value: 'syslog', label: 'Syslog over TLS', about: 'A SIEM that reads CEF, or OCSF as JSON, by RFC 5425' },
  {
    value: 'otlp',
    label: 'OTLP collector',
    about: 'Model calls as spans with GenAI attributes, and nothing else',
  },
  { value: 'https', label: 'HTTPS', about: 'Anything that takes OCSF as JSON lines in a POST' },
] as const;
export type Kind = (typeof kinds)[number]['value'];

export const formNames: Record<ExportTarget['form'], string> = { ocsf: 'OCSF 1.9', otlp: 'OTLP', cef: 'CEF' };

/** What each kind takes, the usual one first. The server refuses the rest. */
export const formsOf: Record<Kind, readonly ExportTarget['form'][]> = {
  syslog: ['cef', 'ocsf'],
  otlp: ['otlp'],
  https: ['ocsf', 'cef'],
};

export const examples: Record<Kind, string> = {
  syslog: 'tls://siem.example.com:6514',
  otlp: 'https://collector.example.com:4318',
  https: 'https://siem.example.com/events',
};

/** How a target stands, in a word and a shape. Pure. */
export function targetLook({ state, failures, behind }: ExportTarget): {
  word: string;
  shape: Shape;
  tone: Tone;
} {
  if (state === 'paused') return { word: 'paused', shape: 'dash', tone: 'plain' };
  if (failures >= 5) return { word: 'failing', shape: 'cross', tone: 'bad' };
  if (failures > 0) return { word: 'trying again', shape: 'triangle', tone: 'warn' };
  if (behind > 0) return { word: 'sending', shape: 'half', tone: 'accent' };
  return { word: 'up to date', shape: 'check', tone: 'good' };
}
