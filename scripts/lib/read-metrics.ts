/** Values are what Go reads as a float: it takes `Nan` for one, too. */
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([Nn]a[Nn]|[+-]?Inf|[-+]?[\d.]+(?:e[-+]?\d+)?)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;
const COMMENT = /^# (?:HELP [a-zA-Z_:][\w:]* .+|TYPE [a-zA-Z_:][\w:]* (?:counter|gauge|histogram|summary|untyped))$/;

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads Prometheus' text format strictly. @throws Error that shows the first line which is not of it */
export function readMetrics(text: string) {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const lines = text.split('\n').filter((line) => line !== '');
  const samples = lines.flatMap((line) => (line.startsWith('#') ? readComment(line) : [readSample(line)]));
  return {
    samples,
    /** @throws Error when there is no such sample, or more than one */
    value(name: string, labels: Readonly<Record<string, string>> = {}): number {
      const found = samples.filter(
        (sample) => sample.name === name && Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
      );
      const [only] = found;
      if (!only || found.length > 1) throw new Error(`${found.length} samples ${name} ${JSON.stringify(labels)}`);
      return only.value;
    },
  };
}

function readComment(line: string): [] {
  if (!COMMENT.test(line)) throw new Error(`no comment of the format: ${line}`);
  return [];
}

function readSample(line: string): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`no sample of the format: ${line}`);
  return { name, labels: readLabels(labels), value: Number(value?.replace('Inf', 'Infinity')) };
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no labels of the format: ${text}`);
    labels[name] = value;
  }
  return labels;
}
