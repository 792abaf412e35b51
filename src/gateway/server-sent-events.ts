/**
 * The `data` of server-sent events, one after the other (HTML Living Standard, §9.2.6; other fields are of no use here).
 * An event may arrive in any number of pieces. An unfinished last event is dropped, as the standard says.
 * @throws RangeError when one event is longer than `limit` characters
 */
export async function* eventData(pieces: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  for await (const piece of pieces) {
    rest += decoder.decode(piece, { stream: true });
    if (rest.length > limit) throw new RangeError('an event is too long');
    const lines = rest.split(/\r\n|\n|\r(?=[^\n])/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
      if (line !== '' || data.length === 0) continue;
      yield data.join('\n');
      data = [];
    }
  }
}

/** One event. What has line breaks in it goes over several lines, as it came (AT-52: it cannot begin another field or event). */
export function eventText(data: string): string {
  return `data: ${data.replaceAll(/\r\n|\n|\r/g, '\ndata: ')}\n\n`;
}
