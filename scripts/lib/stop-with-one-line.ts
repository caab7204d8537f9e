/** A fault that the person at the terminal can mend: shown as one line, without a stack. */
export class PlainError extends Error {}

/** Ends the process with one line. What nobody foresaw keeps its stack, for whoever has to mend the code. */
export function stopWithOneLine(error: unknown): never {
  console.error(error instanceof PlainError ? `alyson: ${error.message}` : error);
  process.exit(1);
}

/** A system error's code, such as `EACCES`, for a line that says what to do about it. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
