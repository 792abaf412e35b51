/**
 * What to say about a publication to those who run it, as a draft from what its author said: the title, and the first line of each
 * commit's message, oldest first, each once. Pure.
 */
export function draftNotes(title: string, messages: readonly string[]): string {
  const lines = [...new Set(messages)].filter((message) => message !== title);
  return lines.length === 0 ? title : `${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}
