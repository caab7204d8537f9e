import { Link } from '@tanstack/react-router';

/** The product's mark and name: one line that splits in two. */
export function Brand() {
  return (
    <Link
      to="/"
      aria-label="Alyson Router, overview"
      className="flex h-8 w-fit items-center gap-2.5 rounded-control px-1.5"
    >
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6">
        <rect width="32" height="32" rx="7" className="fill-ink" />
        <path
          d="M5 16h7.5M12.5 16C17 16 17 9 21.5 9H27M12.5 16C17 16 17 23 21.5 23H27"
          className="fill-none stroke-on-ink"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      </svg>
      <span className="text-15 font-semibold tracking-[-0.01em] whitespace-nowrap">Alyson Router</span>
    </Link>
  );
}
