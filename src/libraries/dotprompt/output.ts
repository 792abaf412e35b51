import type { Role } from './signatures.ts';

/** What helpers leave in the output. Markers are objects, never text: no variable can forge one. */
export type Marker =
  | { readonly type: 'role'; readonly role: Role }
  | { readonly type: 'history' }
  | { readonly type: 'section'; readonly name: string }
  | { readonly type: 'media'; readonly url: string; readonly contentType?: string };

export type Segment = { readonly type: 'text'; readonly text: string } | Marker;

/**
 * Collects the segments of one rendering. A partial that stands alone on its line is written between `indent` and
 * `outdent`: its white space goes before each of its lines, but not after a final line break (Handlebars' rule).
 */
export class Output {
  readonly segments: Segment[] = [];
  readonly #indents: string[] = [];
  /** Places in `#indents` of those that wait for the next character. */
  #due: number[] = [];
  #pieces: string[] = [];
  /** Characters so far, indentation included. */
  length = 0;

  text(text: string): void {
    if (this.#indents.length === 0) this.#write(text);
    else if (text !== '') this.#indented(text);
  }

  #indented(text: string): void {
    const lines = text.split('\n');
    lines.forEach((line, index) => {
      const last = index === lines.length - 1;
      if (last && line === '') return;
      this.#writeDue();
      this.#write(last ? line : `${line}\n`);
      if (!last) this.#due = [...this.#indents.keys()];
    });
  }

  marker(marker: Marker): void {
    this.#writeDue();
    this.#flush();
    this.segments.push(marker);
    this.length += 1;
  }

  indent(indent: string): void {
    this.#due.push(this.#indents.push(indent) - 1);
  }

  outdent(): void {
    this.#indents.pop();
    this.#due = this.#due.filter((place) => place < this.#indents.length);
  }

  finish(): readonly Segment[] {
    this.#flush();
    return this.segments;
  }

  #writeDue(): void {
    const due = this.#due;
    this.#due = [];
    for (const place of due) this.#write(this.#indents[place] ?? '');
  }

  #write(text: string): void {
    this.#pieces.push(text);
    this.length += text.length;
  }

  #flush(): void {
    const text = this.#pieces.join('');
    this.#pieces = [];
    if (text !== '') this.segments.push({ type: 'text', text });
  }
}
