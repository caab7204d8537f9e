import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { controlClass } from './input.tsx';

interface SearchFieldProps {
  label: string;
  value: string;
  /** Called when typing rests for a moment. */
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
}

const REST_MS = 250;

/** Filters a list while one types. */
export function SearchField({ label, value, onChange, placeholder = 'Search', className }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  // The address was changed by other means than this field, e.g. the Back button.
  if (value !== seen) {
    setSeen(value);
    if (value !== sent) setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setSent(text);
      onChange(text);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span className={clsx('relative block w-full sm:w-64', className)}>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-subtle"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className={clsx(controlClass, 'h-9 pl-9')}
      />
    </span>
  );
}
