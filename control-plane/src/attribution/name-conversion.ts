/** What an event is named by: as long as the database's index takes. */
export const LONGEST_ID = 200;

/** The identity of a conversion that has no id of its buyer's: one of a kind for each transaction and goal (C14, C16). */
export const nameConversion = (transaction: string, goal: string | null): string =>
  (goal === null ? transaction : `${transaction}:${goal}`).slice(0, LONGEST_ID);
