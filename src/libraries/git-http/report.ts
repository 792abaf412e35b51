import type { Problem } from '../../platform/problem.ts';
import { flushPacket, onBand, packet } from './pkt-line.ts';
import type { PushReport } from './receive.ts';

/** The reply to a push (gitprotocol-pack, "Report Status"): codes in the report, sentences on the band that git shows to people. */
export function reportOf({ request, unpack, refs }: PushReport): Buffer {
  const report = Buffer.concat([
    packet(`unpack ${unpack === undefined ? 'ok' : unpack.code}\n`),
    ...refs.map(({ ref, refusal }) =>
      packet(refusal === undefined ? `ok ${ref}\n` : `ng ${ref} ${refusal.code}\n`),
    ),
    flushPacket,
  ]);
  const reports = request.capabilities.has('report-status');
  if (!request.capabilities.has('side-band-64k')) return reports ? report : Buffer.alloc(0);
  const said = Buffer.from(sentences(unpack, refs));
  return Buffer.concat([
    ...(said.length === 0 ? [] : onBand(2, said)),
    ...(reports ? onBand(1, report) : []),
    flushPacket,
  ]);
}

function sentences(unpack: Problem | undefined, refs: PushReport['refs']): string {
  const refusals = unpack === undefined ? refs.flatMap(({ refusal }) => refusal ?? []) : [unpack];
  const details = refusals
    .filter(({ code }) => code !== 'git.atomic_push_failed')
    .map(({ detail }) => shown(detail));
  const lines = [...new Set([...details, ...refs.flatMap(({ said }) => said.map(shown))])];
  return lines.map((line) => `${line}\n`).join('');
}

/** Paths and titles are other people's text: nothing in them may steer a terminal. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');
}
