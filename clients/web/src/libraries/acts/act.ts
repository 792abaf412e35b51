import { post, segment } from '../../api/client.ts';

/** What can be done with a file as a whole. Each is proposed as a change, on a new branch from main. */
export type FileAct =
  | { kind: 'move'; path: string }
  | { kind: 'delete'; path: string }
  | { kind: 'restore'; path: string; version: number };

/** Names as people say them: without `.prompt`; a folder keeps its "/". */
export const nameOf = (path: string): string => path.replace(/\.prompt$/, '');

/** A typed name as a path of the same kind: prompts need not say `.prompt`, folders end with "/". */
export function pathFor(typed: string, like: string): string {
  const name = typed.trim().replace(/^\/+/, '');
  if (like.endsWith('/')) return `${name.replace(/\/+$/, '')}/`;
  return like.endsWith('.prompt') && !name.endsWith('.prompt') ? `${name}.prompt` : name;
}

export function titleFor(act: FileAct, to: string): string {
  if (act.kind === 'move') return `Rename ${nameOf(act.path)} to ${nameOf(to)}`.slice(0, 120);
  if (act.kind === 'delete') return `Delete ${nameOf(act.path)}`.slice(0, 120);
  return `Restore v${act.version} of ${nameOf(act.path)}`.slice(0, 120);
}

/** The act on a branch, as one call. */
export function perform(
  library: string,
  act: FileAct,
  to: string,
  onto: { branch: string; expectedHead: string; message: string },
): Promise<unknown> {
  const base = `/api/v1/libraries/${segment(library)}`;
  if (act.kind === 'move') return post(`${base}/asset/move`, { ...onto, from: act.path, to });
  if (act.kind === 'restore')
    return post(`${base}/asset/restore`, { ...onto, path: act.path, from: `@${act.version}` });
  return post(`${base}/commits`, { ...onto, files: [{ path: act.path, delete: true }] });
}

/** What will happen, to whom, and how to take it back. */
export function whatHappens(library: string, act: FileAct, live: readonly string[]): string {
  const name = `${library}/${nameOf(act.path)}`;
  const where = live.length === 0 ? '' : ` It is live in ${live.join(' and ')}.`;
  const until = 'Nothing changes until others approve and publish it.';
  if (act.kind === 'restore')
    return `The text of v${act.version} becomes a proposal, byte for byte. ${until} To take it back, withdraw the change.`;
  if (act.kind === 'move')
    return `${until}${where} Once it is published, programs that ask for ${name} in production are refused and told the new name. History, owner and favorites go along; version numbers begin anew. To take it back, rename it again.`;
  return `${until}${where} Once it is published, programs that ask for ${name} in production are refused. Its versions and history stay. To take it back, restore it from the library's Deleted tab.`;
}
