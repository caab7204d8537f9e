/** What the flags mean. */
export const FlagKey = () => (
  <span className="flex flex-wrap gap-x-4 gap-y-1">
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className="h-3 w-4 rounded-[3px] border border-highlighter-line bg-highlighter" />
      Optimizer
    </span>
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className="h-3 w-4 rounded-[3px] border border-text" />
      Person
    </span>
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className="h-3 w-4 rounded-full border border-text" />
      Rollback
    </span>
  </span>
);
