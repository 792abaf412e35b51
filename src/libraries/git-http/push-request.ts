import { type Oid, oidPattern } from '../git/index.ts';
import { gitLimits } from './limits.ts';
import { lineOf } from './pkt-line.ts';
import { badRequest, type RequestBody, tooLarge } from './request-body.ts';

/** One wish of a push: `before` and `after` are null for a ref that is made or ends. */
export interface Command {
  readonly ref: string;
  readonly before: Oid | null;
  readonly after: Oid | null;
}

export interface PushRequest {
  readonly commands: readonly Command[];
  readonly capabilities: ReadonlySet<string>;
  /** As `git push -o` gave them. */
  readonly options: readonly string[];
}

const zero = '0'.repeat(40);

/** Reads everything of a push before the pack (gitprotocol-pack, "Reference Update Request"). Undefined for a probe, which asks nothing. */
export async function readPushRequest(body: RequestBody): Promise<PushRequest | undefined> {
  const commands: Command[] = [];
  let capabilities: ReadonlySet<string> = new Set();
  for (;;) {
    const packet = await body.packet();
    if (packet === undefined && commands.length > 0) throw badRequest('the list of refs does not end');
    if (packet === undefined || packet === 'flush') break;
    if (typeof packet === 'string') throw badRequest('a push has no such packet');
    const [line = '', given] = splitOnce(lineOf(packet), '\0');
    // A shallow clone says where its history is cut. What it pushes must connect to what is here, so nothing is to be done.
    if (line.startsWith('shallow ')) continue;
    if (given !== undefined) capabilities = new Set(given.split(' ').filter((name) => name !== ''));
    commands.push(commandOf(line));
    if (commands.length > gitLimits.refsPerPush)
      throw tooLarge(`A push moves at most ${gitLimits.refsPerPush} refs. Push some of them.`);
  }
  if (commands.length === 0) return undefined;
  if (new Set(commands.map(({ ref }) => ref)).size !== commands.length)
    throw badRequest('a ref stands twice in a push');
  const options = capabilities.has('push-options') ? await readOptions(body) : [];
  return { commands, capabilities, options };
}

async function readOptions(body: RequestBody): Promise<string[]> {
  const options: string[] = [];
  for (;;) {
    const packet = await body.packet();
    if (packet === undefined || packet === 'flush') return options;
    if (typeof packet === 'string') throw badRequest('a push has no such packet');
    if (options.length >= gitLimits.pushOptions)
      throw tooLarge(`A push has at most ${gitLimits.pushOptions} options.`);
    options.push(lineOf(packet));
  }
}

function commandOf(line: string): Command {
  const [before = '', after = '', ...rest] = line.split(' ');
  const ref = rest.join(' ');
  if (
    !oidPattern.test(before) ||
    !oidPattern.test(after) ||
    ref === '' ||
    ref.length > 1000 ||
    !ref.isWellFormed()
  )
    throw badRequest('a push names no ref and its two states');
  if (before === zero && after === zero) throw badRequest('a push moves nothing to nothing');
  return { ref, before: before === zero ? null : before, after: after === zero ? null : after };
}

function splitOnce(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + at.length)];
}
