import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { dotprompt } from '../libraries/editor/dotprompt-language.ts';
import { diffLook, look } from '../libraries/editor/look.ts';
import { markedInvisible } from '../libraries/editor/marked-invisible.ts';

export type DiffForm = 'side' | 'inline';
type Props = {
  path: string;
  before: string;
  after: string;
  form: DiffForm;
  onDrawn: (element: HTMLElement | null) => void;
};

const reading = (path: string, label: string): Extension => [
  lineNumbers(),
  EditorView.lineWrapping,
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
  path.endsWith('.prompt') ? dotprompt() : [],
  markedInvisible(),
  look,
  diffLook,
];

const collapseUnchanged = { margin: 4, minSize: 8 };

/** The difference of one file, as tall as it is: the page scrolls, so that what was on the screen can be told. */
export default function DiffEditor({ path, before, after, form, onDrawn }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef(onDrawn);
  drawn.current = onDrawn;
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const view =
      form === 'side'
        ? new MergeView({
            parent,
            a: { doc: before, extensions: reading(path, `${path}, published text`) },
            b: { doc: after, extensions: reading(path, `${path}, proposed text`) },
            collapseUnchanged,
          })
        : new EditorView({
            parent,
            state: EditorState.create({
              doc: after,
              extensions: [
                reading(path, `${path}, difference`),
                unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged }),
              ],
            }),
          });
    const frame = requestAnimationFrame(() => drawn.current(parent));
    return () => {
      cancelAnimationFrame(frame);
      drawn.current(null);
      view.destroy();
    };
  }, [path, before, after, form]);
  return <div ref={place} />;
}
