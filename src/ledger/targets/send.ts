import { z } from 'zod';
import type { HostList } from '../../platform/host-list.ts';
import { post } from '../../platform/post.ts';
import { Problem } from '../../platform/problem.ts';
import { version } from '../../platform/version.ts';
import type { FormedEntry } from '../forms/form.ts';
import { formLines, formTypes } from '../forms/write.ts';
import { readTargetUrl } from './address.ts';
import { sendSyslog, syslogFrame } from './syslog.ts';
import type { ExportTarget } from './target.ts';

export interface SendParts {
  /** Where the log may be sent to. Looked at again for each batch: the operator's list may have become shorter. */
  readonly exportHosts: HostList;
  /** The name that this server goes by in syslog. */
  readonly hostname: string;
}

const timeoutMs = 15_000;
/** A request of OTLP without a span: a collector answers it as any other. */
const noSpans = '{"resourceSpans":[]}';

/** What came of a batch. */
export interface Sent {
  /** Why the receiver has not taken it; undefined when it has. */
  readonly error: string | undefined;
  /** The receiver took the batch, and says that it dropped some of it: sending it again would change nothing. */
  readonly warning?: string;
}

interface SendLimits {
  /** Also where there is nothing to say: to see whether somebody listens. */
  readonly evenEmpty?: boolean;
  /** Breaks it off: then it counts as not taken. */
  readonly signal?: AbortSignal;
}

/** Sends entries to a target. At most once for each call; whoever calls keeps the place. Never throws. */
export async function sendTo(
  parts: SendParts,
  target: ExportTarget,
  credential: string | undefined,
  entries: readonly FormedEntry[],
  { evenEmpty = false, signal }: SendLimits = {},
): Promise<Sent> {
  const lines = formLines(target.form, entries);
  if (lines.length === 0 && !evenEmpty) return { error: undefined };
  try {
    const url = readTargetUrl(target.kind, target.url, parts.exportHosts);
    if (target.kind === 'syslog') return await bySyslog(parts, target, url, entries, lines, signal);
    return await byHttp(target, url, credential, lines.join('') || noSpans, signal);
  } catch (error) {
    if (error instanceof Problem) return { error: error.detail };
    throw error;
  }
}

async function bySyslog(
  { hostname }: SendParts,
  target: ExportTarget,
  address: string,
  entries: readonly FormedEntry[],
  lines: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const { hostname: host, port } = new URL(address.replace(/^tls:/, 'https:'));
  const frames = entries.map(({ entry, index }, place) =>
    syslogFrame(entry, index, hostname, (lines[place] ?? '').trimEnd()),
  );
  const receiver = { host, port: Number(port || '443'), ca: target.ca ?? undefined, timeoutMs, signal };
  return { error: await sendSyslog(receiver, frames) };
}

const partial = z.object({
  partialSuccess: z.object({
    rejectedSpans: z.coerce.number().int().positive(),
    errorMessage: z.string().default(''),
  }),
});

async function byHttp(
  { kind, form, headerName, ca }: ExportTarget,
  url: string,
  credential: string | undefined,
  body: string,
  signal: AbortSignal | undefined,
): Promise<Sent> {
  const headers = {
    'content-type': kind === 'otlp' ? 'application/json' : formTypes[form],
    'user-agent': `Countersign/${version}`,
    ...(headerName === null || credential === undefined ? {} : { [headerName]: credential }),
  };
  const { status, answer, error } = await post(url, headers, body, {
    timeoutMs,
    ca: ca ?? undefined,
    signal,
  });
  if (status === null) return { error: error ?? 'failed' };
  if (status < 200 || status > 299)
    return { error: `the receiver answered ${status}${answer === '' ? '' : `: ${answer}`}` };
  const dropped = kind === 'otlp' ? partial.safeParse(jsonOf(answer)) : undefined;
  if (dropped?.success !== true) return { error: undefined };
  const { rejectedSpans, errorMessage } = dropped.data.partialSuccess;
  return {
    error: undefined,
    warning: `the collector dropped ${rejectedSpans} spans: ${errorMessage}`.slice(0, 500),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
