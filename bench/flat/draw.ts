/** What was measured along one curve. */
export interface MeasuredCurve {
  readonly title: string;
  readonly points: readonly MeasuredPoint[];
  /** What the last point costs over HTTP, as a multiple of the first. */
  readonly overHttp: number;
}

interface MeasuredPoint {
  /** E.g. `10 000` or `4 096 B`. */
  readonly label: string;
  readonly nanoseconds: number;
}

const WIDTH = 430;
const HEIGHT = 250;
const LEFT = 60;
const RIGHT = 20;
const TOP = 48;
const BOTTOM = 44;
const COLUMNS = 2;

/** Draws the curves side by side, all from zero up, so that a flat one looks flat. @returns an SVG document */
export function draw(curves: readonly MeasuredCurve[], caption: string): string {
  const rows = Math.ceil(curves.length / COLUMNS);
  const [width, height] = [WIDTH * COLUMNS, HEIGHT * rows + 30];
  const charts = curves.map((curve, i) => {
    const [x, y] = [(i % COLUMNS) * WIDTH, Math.floor(i / COLUMNS) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${drawCurve(curve)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    '<title>What one click costs as experiments, agents, rules and parameters grow</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...charts,
    text(LEFT, height - 10, caption, 'fill="#555"'),
    '</svg>\n',
  ].join('\n');
}

function drawCurve({ title, points, overHttp }: MeasuredCurve): string {
  const ceiling = roundUp(Math.max(...points.map(({ nanoseconds }) => nanoseconds)) * 1.15);
  const xOf = (i: number) => LEFT + 15 + (i * (WIDTH - LEFT - RIGHT - 30)) / (points.length - 1);
  const yOf = (nanoseconds: number) => HEIGHT - BOTTOM - (nanoseconds / ceiling) * (HEIGHT - TOP - BOTTOM);
  const corners = points.map(({ nanoseconds }, i) => `${xOf(i).toFixed(1)},${yOf(nanoseconds).toFixed(1)}`);
  const lines = [0, ceiling / 2, ceiling].map(
    (at) =>
      `<path d="M${LEFT} ${yOf(at)}H${WIDTH - RIGHT}" stroke="#ddd"/>` +
      text(LEFT - 6, yOf(at) + 4, `${(at / 1_000).toFixed(2)} µs`, 'text-anchor="end" fill="#555"'),
  );
  const marks = points.map(
    ({ label }, i) =>
      `<circle cx="${xOf(i).toFixed(1)}" cy="${corners[i]?.split(',')[1]}" r="3.5" fill="#2457c5"/>` +
      text(xOf(i), HEIGHT - BOTTOM + 18, label, 'text-anchor="middle" fill="#555"'),
  );
  const [first, last] = [points[0]?.nanoseconds ?? Number.NaN, points.at(-1)?.nanoseconds ?? Number.NaN];
  const verdict = `last ÷ first: ${(last / first).toFixed(2)} in process, ${overHttp.toFixed(2)} over HTTP`;
  return [
    text(LEFT, 20, title, 'font-weight="600" fill="#111"'),
    text(LEFT, 36, verdict, 'fill="#555"'),
    ...lines,
    `<polyline points="${corners.join(' ')}" fill="none" stroke="#2457c5" stroke-width="2"/>`,
    ...marks,
  ].join('\n');
}

const text = (x: number, y: number, words: string, attributes: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${words}</text>`;

/** To the next number of one digit and zeros, or half of it. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil(value / unit) * unit;
}
