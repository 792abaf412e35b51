/** A server-sent event: its name and its one line of data. */
export type ServerEvent = { name: string; data: string };

/** Takes whole events off the front of what has arrived; the rest waits for more. Pure. */
export function takeEvents(arrived: string): { events: ServerEvent[]; rest: string } {
  const blocks = arrived.split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks.map((block) => {
    const lines = block.split('\n');
    const of = (field: string) =>
      lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2) ?? '';
    return { name: of('event'), data: of('data') };
  });
  return { events, rest };
}
