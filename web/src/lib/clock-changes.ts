/** How far local clocks are ahead of UTC at a moment, as `GMT-05:00`. */
const offsetAt = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(Date.parse(at))
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** Of moments in order: those before which clocks have changed since the one before. */
export const afterClockChange = (moments: readonly string[], timeZone: string): ReadonlySet<string> =>
  new Set(
    moments.filter((at, i) => {
      const before = moments[i - 1];
      return before !== undefined && offsetAt(before, timeZone) !== offsetAt(at, timeZone);
    }),
  );
