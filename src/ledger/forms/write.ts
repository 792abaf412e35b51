import { canonicalJson, type JsonObject } from '../../platform/canonical-json.ts';
import { cefLine } from './cef.ts';
import type { Form, FormedEntry } from './form.ts';
import { ocsfEvent } from './ocsf.ts';
import { otlpTraces } from './otlp.ts';

export const formTypes: Readonly<Record<Form, string>> = {
  ocsf: 'application/x-ndjson',
  otlp: 'application/x-ndjson',
  cef: 'text/plain; charset=utf-8',
};

/** Entries as lines of a form, each with its line end: one for each entry, of OTLP one for all model calls among them. Pure. */
export function formLines(form: Form, entries: readonly FormedEntry[]): string[] {
  if (form === 'cef') return entries.map((formed) => `${cefLine(formed)}\n`);
  if (form === 'ocsf') return entries.map((formed) => line(ocsfEvent(formed)));
  const traces = otlpTraces(entries);
  return traces === undefined ? [] : [line(traces)];
}

const line = (value: JsonObject): string => `${canonicalJson(value)}\n`;
