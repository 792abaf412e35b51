import { readFile } from 'node:fs/promises';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { CATALOG, type Template } from './catalog.ts';
import type { TemplateListWire } from './wire.ts';

let loaded: Promise<readonly Template[]> | undefined;

/** The starting points with their texts. Read once: they are part of the product. */
export function loadTemplates(): Promise<readonly Template[]> {
  loaded ??= Promise.all(
    CATALOG.map(async (entry) => ({
      ...entry,
      text: await readFile(new URL(entry.suggestedPath, import.meta.url), 'utf8'),
    })),
  );
  return loaded;
}

/** The starting points, for whoever is a member. */
export async function listTemplates(principal: Principal): Promise<TemplateListWire> {
  authorize(principal, 'library.list', theOrganization);
  return { items: [...(await loadTemplates())] };
}
