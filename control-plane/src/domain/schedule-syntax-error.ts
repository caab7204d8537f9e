/** What is wrong with a schedule expression and how to put it right. Thrown and caught within `parseSchedule`. */
export class ScheduleSyntaxError extends Error {}
