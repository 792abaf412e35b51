/** `+3 −1`, said as words to assistive technology. */
export const Added = ({ added, removed }: { added: number; removed: number }) => (
  <span className="tabular-nums">
    <span className="text-good">
      <span aria-hidden>+{added}</span>
      <span className="sr-only">{added} lines added,</span>
    </span>{' '}
    <span className="text-bad">
      <span aria-hidden>−{removed}</span>
      <span className="sr-only">{removed} removed</span>
    </span>
  </span>
);
