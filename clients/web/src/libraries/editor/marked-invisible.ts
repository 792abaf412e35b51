import { highlightSpecialChars } from '@codemirror/view';
import { codePoint, invisiblePattern } from './invisible.ts';

/** Draws a box with the code point in the place of every character that would not be seen. */
export const markedInvisible = () =>
  highlightSpecialChars({
    addSpecialChars: invisiblePattern,
    render: (code, description) => {
      const mark = document.createElement('span');
      const name = codePoint(String.fromCodePoint(code));
      mark.className = 'cm-invisible';
      mark.textContent = name;
      mark.title = description ?? name;
      mark.setAttribute('aria-label', `invisible character ${name}`);
      mark.setAttribute('role', 'img');
      return mark;
    },
  });
