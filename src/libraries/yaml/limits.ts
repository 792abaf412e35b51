/** How much YAML is read. Parsing recurses, and takes quadratic time for some texts: both are bounded before it starts. */
export interface YamlLimits {
  readonly characters: number;
  readonly depth: number;
  readonly anchors: number;
  readonly brackets: number;
}

/** Looked at before parsing. Over-counts brackets inside texts, which the limit allows for. Pure, linear. */
export function nestsTooDeep(text: string, { depth }: Pick<YamlLimits, 'depth'>): boolean {
  let open = 0;
  for (const line of text.split('\n')) {
    const lead = /^[ \t]*(?:[-?:][ \t]+)*/.exec(line)?.[0] ?? '';
    if (lead.length > 500 || lead.replaceAll(/[ \t]/g, '').length > depth) return true;
    for (const character of line) {
      if (character === '[' || character === '{') open += 1;
      else if (character === ']' || character === '}') open = Math.max(0, open - 1);
      if (open > 8 * depth) return true;
    }
  }
  return false;
}

/** Anchors and brackets in such numbers that the parser's time would no longer be linear. Pure, linear. */
export function takesTooLong(text: string, limits: Pick<YamlLimits, 'anchors' | 'brackets'>): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/(?<![^\s[{,:-])[&*]\S/g) > limits.anchors || count(/[[{]/g) > limits.brackets;
}
