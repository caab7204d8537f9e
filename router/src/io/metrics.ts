/** What has happened and what is held, in the words of whoever collects it. */
export interface Metrics {
  readonly contentType: string;
  /** All of it, now. */
  read(): Promise<string>;
}
