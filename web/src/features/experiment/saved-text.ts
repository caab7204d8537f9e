/**
 * What became of a change, for a toast.
 *
 * @param written  the answer; it holds the proposed change where a second person is to approve the change
 * @param done  the words where it was made at once
 */
export const savedText = (written: object, done: string): string =>
  'proposed' in written ? 'Sent for approval. Clicks follow it once another person has approved it.' : done;
