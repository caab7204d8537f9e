interface CheckListProps<T extends string> {
  legend: string;
  options: readonly { value: T; label: string }[];
  value: readonly T[];
  onChange: (value: T[]) => void;
  error?: string | undefined;
}

/** Any of a few things. */
export function CheckList<T extends string>({ legend, options, value, onChange, error }: CheckListProps<T>) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-13 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {options.map((option) => (
          <label key={option.value} className="touch-target flex min-h-7 items-center gap-2 text-14">
            <input
              type="checkbox"
              className="size-4 accent-ink"
              checked={value.includes(option.value)}
              onChange={(event) =>
                onChange(
                  options
                    .map((each) => each.value)
                    .filter((each) => (each === option.value ? event.target.checked : value.includes(each))),
                )
              }
            />
            {option.label}
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1.5 text-13 text-negative">
          {error}
        </p>
      )}
    </fieldset>
  );
}
