export type Shape = 'ring' | 'half' | 'check' | 'diamond' | 'cross' | 'dash' | 'triangle' | 'dots';

const paths: Record<Shape, React.ReactNode> = {
  ring: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  half: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 1.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor" />
    </>
  ),
  check: (
    <path
      d="M1.8 6.4l2.7 2.9 5.7-6.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  diamond: <path d="M6 .9L11.1 6 6 11.1.9 6z" fill="currentColor" />,
  cross: <path d="M2.5 2.5l7 7m0-7l-7 7" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />,
  dash: <path d="M2 6h8" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />,
  triangle: <path d="M6 1.4L11 10.4H1z" fill="currentColor" />,
  dots: (
    <g fill="currentColor">
      <circle cx="2" cy="6" r="1.3" />
      <circle cx="6" cy="6" r="1.3" />
      <circle cx="10" cy="6" r="1.3" />
    </g>
  ),
};

/** The shape beside a status word, told apart without color. */
export const StatusShape = ({ shape }: { shape: Shape }) => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className="shrink-0">
    {paths[shape]}
  </svg>
);
