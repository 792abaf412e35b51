import { textAt } from './inside.ts';
import { author, caller, hourMs, idOf, minuteMs, type Stage } from './stage.ts';

/** A change that people talk about: a question on a line with an answer, a suggestion that waits, and a reviewer who was asked. */
export async function discuss(stage: Stage, change: string): Promise<void> {
  const ben = caller(stage, author);
  const chiara = caller(stage, 'chiara@northwind.example');
  const params = { change };
  stage.clock.advance(15 * minuteMs);
  await ben('reviewer.request', { params, body: { reviewer: idOf(stage, 'chiara@northwind.example') } });
  stage.clock.advance(2 * hourMs);
  const page = await chiara('change.read', { params });
  const text = textAt(page, 'assets', '0', 'head', 'text');
  const place = {
    path: textAt(page, 'assets', '0', 'path'),
    digest: textAt(page, 'assets', '0', 'head', 'digest'),
    line: text.trimEnd().split('\n').length,
  };
  const asked = await chiara('change.comment', {
    params,
    body: { ...place, text: 'Also pills for animals? The shop sells both.' },
  });
  stage.clock.advance(40 * minuteMs);
  const thread = textAt(asked, 'threads', '0', 'id');
  await ben('change.comment', {
    params,
    body: { thread, text: 'Both, yes. I would say so if it stays one line.' },
  });
  stage.clock.advance(25 * minuteMs);
  await chiara('change.comment', {
    params,
    body: {
      ...place,
      text: 'Like this?',
      replacement: 'If it is about medicine, for people or animals, urgency is high.',
    },
  });
}
