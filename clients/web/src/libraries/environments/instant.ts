const two = (value: number) => String(value).padStart(2, '0');

/** An instant as a `datetime-local` input holds it, in the reader's own time. Empty for none. */
export function toInput(at: string): string {
  const date = new Date(at);
  if (at === '' || Number.isNaN(date.getTime())) return '';
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** What was chosen there, as an instant. Empty while nothing whole is. */
export function fromInput(text: string): string {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
