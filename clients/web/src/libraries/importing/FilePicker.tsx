import { FileUp, FolderUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { classNames } from '../../design/class-names.ts';
import { chosenFiles, droppedFiles } from './dropped.ts';
import type { Picked } from './source.ts';

/** A place to drop a folder, files or a zip, and buttons that choose the same. */
export function FilePicker({ onPick }: { onPick: (read: Promise<readonly Picked[]>) => void }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const chosen = (input: HTMLInputElement) => {
    const picked = chosenFiles(input.files);
    // So that the same file can be chosen again.
    input.value = '';
    onPick(Promise.resolve(picked));
  };
  return (
    <section
      aria-label="Files to import"
      className={classNames(
        'card border-dashed px-6 py-10 text-center',
        isOver && 'border-accent bg-accent-soft',
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onPick(droppedFiles(event.dataTransfer));
      }}
    >
      <p className="font-medium">Drop a folder, files or a zip here</p>
      <p className="text-ink-soft mx-auto mt-1.5 max-w-prose leading-relaxed">
        Prompts, policies, workflows, evaluations and skills come in as they are; exports of Langfuse,
        LangSmith and promptfoo are converted. You see what becomes of each file before anything is written.
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <Button icon={<FileUp size={16} aria-hidden />} onClick={() => files.current?.click()}>
          Choose files or a zip
        </Button>
        <Button icon={<FolderUp size={16} aria-hidden />} onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label="Files or a zip"
        onChange={(event) => chosen(event.target)}
      />
      <input
        ref={(input) => {
          folder.current = input;
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        aria-label="A folder"
        onChange={(event) => chosen(event.target)}
      />
    </section>
  );
}
