/** The landing pages of the demo, and what the optimizer has to find out about them. */
export interface DemoAgent {
  name: string;
  landingUrl: string;
  /** The part of visitors who leave their data, and of those who then sell. */
  leadRate: number;
  /** The part of visitors who begin the quiz. */
  startRate: number;
  saleRate: number;
  /** What the buyer pays for a sale, in dollars. */
  medianValue: number;
}

const page = (path: string, query = '') => `https://www.example.com/${path}${query}`;

/** The second earns about twice what the first does; the fourth gets many leads, but cheap ones. */
export const DEMO_AGENTS: readonly [DemoAgent, ...DemoAgent[]] = [
  {
    name: 'Short form',
    landingUrl: page('short-form'),
    leadRate: 0.08,
    startRate: 0.24,
    saleRate: 0.3,
    medianValue: 38,
  },
  {
    name: 'Quiz first',
    landingUrl: page('quiz', '?lp=quiz&click={click_id}'),
    leadRate: 0.12,
    startRate: 0.41,
    saleRate: 0.33,
    medianValue: 46,
  },
  {
    name: 'Long story',
    landingUrl: page('story', '?lp=story&utm_content={utm_content}#start'),
    leadRate: 0.065,
    startRate: 0.19,
    saleRate: 0.34,
    medianValue: 40,
  },
  {
    name: 'Calculator',
    landingUrl: page('calculator', '?lp=calc&aff={affiliate_id}'),
    leadRate: 0.1,
    startRate: 0.35,
    saleRate: 0.22,
    medianValue: 34,
  },
];
