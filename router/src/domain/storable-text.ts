/** A text as the database can hold it: PostgreSQL's holds every character but NUL, and no half of a pair. */
export const toStorable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();
