/** A bundle's sequence as the HTTP entity tag of its text. */
export const entityTag = (sequence: number): string => `"${sequence}"`;

/** @returns 0 for what is no such tag */
export const sequenceIn = (tag: string | null): number => Number(/^(?:W\/)?"(\d{1,15})"$/.exec(tag ?? '')?.[1] ?? 0);
