/** A file's text, read only, in a part of its own that scrolls. */
export const TextPreview = ({ label, text }: { label: string; text: string }) => (
  <section
    aria-label={label}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    tabIndex={0}
    className="bg-sunken max-h-64 min-h-24 overflow-auto rounded-md border p-3 md:max-h-[22.5rem]"
  >
    <pre className="font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">{text}</pre>
  </section>
);
