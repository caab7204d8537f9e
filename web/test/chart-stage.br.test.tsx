import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { ChartStage } from '../src/ui/charts/chart-stage.tsx';

const HOURS = ['6 AM', '7 AM', '8 AM'];

function Chart() {
  const [opened, setOpened] = useState('nothing');
  return (
    <div style={{ width: 300 }}>
      <ChartStage
        label="Split over time"
        height={100}
        points={3}
        series={2}
        pointAt={(x) => Math.floor(x / 100)}
        anchorOf={(point) => ({ x: point * 100, y: 0 })}
        nameOf={(point) => HOURS[point] ?? ''}
        readout={({ point, series }) => `${HOURS[point]}: ${series === null ? 'A and B' : 'AB'[series]}`}
        tooltip={({ point }) => <p>Tooltip of {HOURS[point]}</p>}
        onOpen={(point) => setOpened(HOURS[point] ?? '')}
      >
        {(width) => <svg aria-hidden="true" width={width} height={100} />}
      </ChartStage>
      <p>Opened {opened}</p>
    </div>
  );
}

test('given the keyboard alone, then one tab stop reads every point and series, and Enter opens', async () => {
  const screen = await render(<Chart />);
  const chart = screen.getByRole('slider', { name: 'Split over time' });
  await userEvent.tab();
  await expect.element(chart).toHaveFocus();
  await expect.element(chart).toHaveAttribute('aria-valuetext', '8 AM');
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(screen.getByRole('status')).toHaveTextContent('7 AM: A and B');
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(screen.getByRole('status')).toHaveTextContent('7 AM: A');
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  await expect.element(screen.getByRole('status')).toHaveTextContent('7 AM: B');
  await userEvent.keyboard('{Home}{ArrowLeft}');
  await expect.element(chart).toHaveAttribute('aria-valuetext', '6 AM');
  await userEvent.keyboard('{End}{Enter}');
  await expect.element(screen.getByText('Opened 8 AM')).toBeVisible();
});

test('given Escape, then the tooltip goes and the chart keeps the focus', async () => {
  const screen = await render(<Chart />);
  await userEvent.tab();
  await expect.element(screen.getByText('Tooltip of 8 AM')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByText('Tooltip of 8 AM')).not.toBeInTheDocument();
  await expect.element(screen.getByRole('slider')).toHaveFocus();
});

test('given a press on a point, then it opens that point', async () => {
  const screen = await render(<Chart />);
  await userEvent.click(screen.getByRole('slider'), { position: { x: 20, y: 80 } });
  await expect.element(screen.getByText('Opened 6 AM')).toBeVisible();
});
