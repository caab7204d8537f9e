/** Takes what must be undone at the end. What was given last is undone first. */
export type AtEnd = (cleanUp: () => Promise<void>) => void;

/** Tells a story and undoes everything it began, however it ends: no process, port or folder is left. */
export async function inScope<T>(story: (atEnd: AtEnd) => Promise<T>): Promise<T> {
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    return await story((cleanUp) => void cleanUps.push(cleanUp));
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}
