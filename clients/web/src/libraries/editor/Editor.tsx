import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Fault } from '../../api/types.ts';
import { faultLines, setFaults } from './fault-lines.ts';
import { type LanguageName, languageOf } from './languages.ts';
import { look } from './look.ts';
import { markedInvisible } from './marked-invisible.ts';

type Props = {
  label: string;
  text: string;
  readOnly: boolean;
  language?: LanguageName;
  faults: readonly Fault[];
  /** A line to bring into view, counted from 1; `at` makes the same line news again. */
  goTo: { line: number; at: number } | null;
  onChange: (text: string) => void;
  onSave: () => void;
};

/** The prompt editor. Tab moves the focus on, as everywhere; indentation is Ctrl-]. */
export function Editor(props: Props) {
  const { label, text, readOnly, language = 'dotprompt', faults, goTo, onChange, onSave } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const calls = useRef({ onChange, onSave });
  calls.current = { onChange, onSave };
  const first = useRef(text);

  useEffect(() => {
    if (place.current === null) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          search({ top: true }),
          EditorView.lineWrapping,
          EditorState.readOnly.of(readOnly),
          EditorView.editable.of(!readOnly),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
          languageOf(language),
          markedInvisible(),
          faultLines,
          look,
          keymap.of([
            {
              key: 'Mod-s',
              preventDefault: true,
              run: () => {
                calls.current.onSave();
                return true;
              },
            },
            ...defaultKeymap,
            ...historyKeymap,
            ...searchKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) calls.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, readOnly, language]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null && editor.state.doc.toString() !== text)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => view.current?.dispatch({ effects: setFaults.of(faults) }), [faults]);
  useEffect(() => {
    const editor = view.current;
    if (goTo === null || editor === null || goTo.line > editor.state.doc.lines) return;
    const { from } = editor.state.doc.line(goTo.line);
    editor.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
    editor.focus();
  }, [goTo]);

  return <div ref={place} className="h-full [&_.cm-editor]:h-full" />;
}
