type CleanUp = () => Promise<void>;

/** Takes what must be undone at the end. What was given last is undone first. */
export type AtEnd = (cleanUp: CleanUp) => void;

const open = new Set<CleanUp[]>();

/** Tells a story and undoes everything it began, however it ends: no process, port or folder is left. */
export async function inScope<T>(story: (atEnd: AtEnd) => Promise<T>): Promise<T> {
  const cleanUps: CleanUp[] = [];
  open.add(cleanUps);
  try {
    return await story((cleanUp) => void cleanUps.push(cleanUp));
  } finally {
    await undo(cleanUps);
    open.delete(cleanUps);
  }
}

/** Undoes what all stories under way have begun: for a process that is to end before they do. */
export async function undoEverything(): Promise<void> {
  for (const cleanUps of open) await undo(cleanUps);
}

/** Each once. One that fails keeps none of the others from being done. */
async function undo(cleanUps: CleanUp[]): Promise<void> {
  const faults: unknown[] = [];
  for (let cleanUp = cleanUps.pop(); cleanUp; cleanUp = cleanUps.pop())
    await cleanUp().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw new AggregateError(faults, 'not everything could be undone');
}
