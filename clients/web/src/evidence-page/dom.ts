type Child = Node | string | null;

/** An element with attributes and children. Text is text: nothing of a report ever becomes markup. */
export function el(
  name: string,
  attributes: Record<string, string>,
  ...children: readonly Child[]
): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

export const section = (title: string, ...children: readonly Child[]): HTMLElement =>
  el('section', {}, el('h2', {}, title), ...children);

export const facts = (pairs: readonly (readonly [string, string])[]): HTMLElement =>
  el('dl', {}, ...pairs.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));

export function table(heads: readonly string[], rows: readonly (readonly Child[])[]): HTMLElement {
  const head = el('tr', {}, ...heads.map((name) => el('th', { scope: 'col' }, name)));
  const body = rows.map((row) => el('tr', {}, ...row.map((cell) => el('td', {}, cell))));
  return el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, head), el('tbody', {}, ...body)));
}
