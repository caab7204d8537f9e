/** Clicks stored in each second, one after the other. */
export interface Course {
  readonly title: string;
  readonly perSecond: readonly number[];
  readonly rate: number;
}

const WIDTH = 860;
const HEIGHT = 320;
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 20, 60, 52];
const COLOURS = ['#2457c5', '#b4511d'];
const STEP = 5_000;

/** Draws the courses over one another, from zero up, with the rate that is required. @returns an SVG document */
export function drawCourses(courses: readonly Course[], required: number, caption: string): string {
  const most = Math.max(required, ...courses.flatMap(({ perSecond }) => perSecond));
  const ceiling = Math.ceil((most * 1.05) / STEP) * STEP;
  const longest = Math.max(2, ...courses.map(({ perSecond }) => perSecond.length));
  const xOf = (second: number) => LEFT + (second * (WIDTH - LEFT - RIGHT)) / (longest - 1);
  const yOf = (clicks: number) => HEIGHT - BOTTOM - (clicks / ceiling) * (HEIGHT - TOP - BOTTOM);
  const marks = Array.from({ length: ceiling / STEP + 1 }, (_, i) => i * STEP);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    '<title>Clicks stored in PostgreSQL in each second</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...marks.flatMap((at) => [
      `<path d="M${LEFT} ${yOf(at).toFixed(1)}H${WIDTH - RIGHT}" stroke="#ddd"/>`,
      text(LEFT - 6, yOf(at) + 4, `${at / 1_000} k/s`, 'text-anchor="end" fill="#555"'),
    ]),
    `<path d="M${LEFT} ${yOf(required).toFixed(1)}H${WIDTH - RIGHT}" stroke="#111" stroke-dasharray="5 4"/>`,
    ...courses.flatMap(({ title, perSecond, rate }, i) => [
      `<polyline points="${perSecond.map((clicks, second) => `${xOf(second).toFixed(1)},${yOf(clicks).toFixed(1)}`).join(' ')}" fill="none" stroke="${COLOURS[i]}" stroke-width="1.5"/>`,
      text(LEFT, 20 + i * 18, `${title}: ${rate} clicks/s`, `font-weight="600" fill="${COLOURS[i]}"`),
    ]),
    text(WIDTH - RIGHT, HEIGHT - BOTTOM + 18, `${longest} seconds`, 'text-anchor="end" fill="#555"'),
    text(LEFT, HEIGHT - 10, caption, 'fill="#555"'),
    '</svg>\n',
  ].join('\n');
}

const text = (x: number, y: number, words: string, attributes: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${words}</text>`;
