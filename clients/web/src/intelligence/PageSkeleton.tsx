/** The shape of a page of figures. */
export const PageSkeleton = () => (
  <div role="status" aria-label="Loading">
    <div className="skeleton mb-4 h-5 w-72" />
    <div className="mb-5 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className="skeleton h-52" />
      ))}
    </div>
    <div className="grid grid-cols-1 gap-3 lg:grid-cols-2">
      <div className="skeleton h-80" />
      <div className="skeleton h-80" />
    </div>
  </div>
);
