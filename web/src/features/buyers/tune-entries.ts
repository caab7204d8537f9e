import type * as z from 'zod';

/** What a person types as a list: entries apart by spaces, commas or lines. */
export const readEntries = (text: string): string[] => text.split(/[\s,]+/).filter((entry) => entry !== '');

export const toEntries = (entries: readonly string[]): string => entries.join('\n');

/** The first fault of each field, with the entry it is about where there are several. */
export function faultsOf({ issues }: z.ZodError): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { path, message } of issues.toReversed()) {
    const [field, index] = path;
    const which = typeof index === 'number' ? `Entry ${index + 1} ` : 'It ';
    faults[String(field)] = `${which}${message}.`;
  }
  return faults;
}
