/**
 * A host by its name alone, as links are kept under it (R3), out of a Host header: in lower case, without its port, and
 * without the final dot of a name that is written out whole.
 */
export const hostNameOf = (header: string): string => header.toLowerCase().replace(/\.?(?::\d*)?$/, '');
