/** The sign: two strokes, the second signing the first. */
export const Mark = ({ size = 24 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="text-accent shrink-0">
    <rect width="32" height="32" rx="7" fill="currentColor" />
    <path
      d="M6.5 17l4.5 5 8.5-12M14.5 19.5l2.5 2.5 8.5-12"
      fill="none"
      className="stroke-accent-ink"
      strokeWidth="2.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
