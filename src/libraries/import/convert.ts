import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { convertPaste, type Pasted } from './paste.ts';

/** Makes a prompt of a pasted text, for whoever is a member. Reads and writes nothing. */
export function convert(
  principal: Principal,
  { text, name }: { readonly text: string; readonly name?: string | undefined },
): Pasted {
  authorize(principal, 'library.list', theOrganization);
  return convertPaste(text, name);
}
