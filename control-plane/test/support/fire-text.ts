/** What the scheduler does to a schedule's input when it fires: the keywords become what they stand for. */
export function fireText(input: string, { arn, scheduledTime }: { arn: string; scheduledTime: number }): string {
  const text = input
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', new Date(scheduledTime).toISOString().replace('.000Z', 'Z'))
    .replaceAll('<aws.scheduler.execution-id>', 'an-id-per-attempt')
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  if (text.includes('<aws.scheduler')) throw new Error(`a keyword that the scheduler does not know: ${text}`);
  return text;
}
