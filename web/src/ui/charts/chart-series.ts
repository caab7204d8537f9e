/** One agent as charts draw it: its colour and letter are its own for life. */
export interface ChartSeries {
  key: string;
  letter: string;
  name: string;
  /** A CSS colour. */
  colour: string;
}
