import { eventOf, type StreamEvent } from '../dialect.ts';
import type { StreamTranslation } from './message-events.ts';

/** A stream in another dialect. What breaks off throws on. */
export async function* translated(
  events: AsyncIterable<StreamEvent>,
  translation: StreamTranslation,
): AsyncGenerator<StreamEvent, void> {
  for await (const { json } of events) for (const event of translation.next(json)) yield eventOf(event);
  for (const event of translation.end()) yield eventOf(event);
}
