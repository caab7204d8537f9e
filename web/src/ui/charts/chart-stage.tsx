import { clsx } from 'clsx';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { useWidth } from './use-width.ts';

/** What of a chart is being read: a point along its axis and, after an up or down arrow, one of its series. */
export interface ChartCursor {
  point: number;
  series: number | null;
}

interface ChartStageProps {
  /** What the chart shows; read aloud when it takes focus. */
  label: string;
  height: number;
  /** How many points there are along the axis; at least one. */
  points: number;
  /** How many series an up or down arrow moves over. */
  series: number;
  /** `horizontal`: left and right arrows move by point; `vertical`: up and down do, as in a plot with a row per point. */
  orientation?: 'horizontal' | 'vertical';
  /** The point under the pointer. */
  pointAt: (x: number, y: number, width: number) => number;
  /** Where the tooltip hangs: the point's place in pixels. */
  anchorOf: (point: number, width: number) => { x: number; y: number };
  /** Names the point: "Nov 18, 6:00 AM". */
  nameOf: (point: number) => string;
  /** Reads the values out, for a screen reader. */
  readout: (cursor: ChartCursor) => string;
  tooltip: (cursor: ChartCursor) => ReactNode;
  /** Enter or a press opens what is behind the point. */
  onOpen?: (point: number) => void;
  /** The plot, in pixels of a measured width. */
  children: (width: number, cursor: ChartCursor | null) => ReactNode;
}

/**
 * The interactive part of every chart: one tab stop, moved through by arrow keys, Home and End; Enter opens, Escape
 * dismisses. Pointer, touch and keyboard show the same tooltip. It is a slider to assistive technology, because that is
 * the one role with which screen readers hand arrow keys over and read where they led.
 */
export function ChartStage(props: ChartStageProps) {
  const {
    label,
    height,
    points,
    series,
    orientation = 'horizontal',
    nameOf,
    readout,
    tooltip,
    anchorOf,
    onOpen,
  } = props;
  const [ref, width] = useWidth();
  const [cursor, setCursor] = useState<ChartCursor | null>(null);
  const shown = cursor && cursor.point < points ? cursor : null;
  const current = shown?.point ?? points - 1;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && shown) {
      // The dialog around the chart, if any, stays open: the first Escape is the tooltip's.
      event.stopPropagation();
      return setCursor(null);
    }
    if (event.key === 'Enter' && onOpen) return onOpen(current);
    const next = moved({ point: current, series: shown?.series ?? null }, event.key, points, series, orientation);
    if (!next) return;
    event.preventDefault();
    setCursor(next);
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    // The tooltip may be hovered; what lies under it is not meant then.
    if (event.target instanceof Element && event.target.closest('[data-chart-tooltip]')) return;
    const box = event.currentTarget.getBoundingClientRect();
    const point = props.pointAt(event.clientX - box.left, event.clientY - box.top, width);
    if (point < 0 || point >= points) return setCursor(null);
    if (shown?.point !== point) setCursor({ point, series: null });
    if (event.type === 'pointerdown' && event.button === 0) onOpen?.(point);
  };

  return (
    <>
      <div
        ref={ref}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-roledescription="chart"
        aria-orientation={orientation}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points - 1)}
        aria-valuenow={current}
        aria-valuetext={nameOf(current)}
        onKeyDown={onKeyDown}
        onFocus={() => setCursor((now) => now ?? { point: points - 1, series: null })}
        onBlur={() => setCursor(null)}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={(event) => event.pointerType !== 'touch' && setCursor(null)}
        className={clsx('relative touch-pan-y select-none rounded-control', onOpen && 'cursor-pointer')}
        style={{ height }}
      >
        {width > 0 && props.children(width, shown)}
        {width > 0 && shown && (
          <ChartTooltip {...anchorOf(shown.point, width)} width={width}>
            {tooltip(shown)}
          </ChartTooltip>
        )}
      </div>
      <output aria-live="polite" className="sr-only">
        {shown ? readout(shown) : ''}
      </output>
    </>
  );
}

/** Hangs beside its point, on the side where there is more room. */
function ChartTooltip({ x, y, width, children }: { x: number; y: number; width: number; children: ReactNode }) {
  const isRight = x <= width / 2;
  return (
    <div
      data-chart-tooltip=""
      className="absolute z-10 max-w-[min(20rem,80%)] cursor-default rounded-control border bg-surface px-3 py-2 text-12 shadow-float"
      style={{ top: y, ...(isRight ? { left: x + 10 } : { right: width - x + 10 }) }}
    >
      {children}
    </div>
  );
}

function moved(
  { point, series }: ChartCursor,
  key: string,
  points: number,
  seriesCount: number,
  orientation: 'horizontal' | 'vertical',
): ChartCursor | null {
  const toPoint = (next: number) => ({ point: Math.min(points - 1, Math.max(0, next)), series });
  if (key === 'Home') return toPoint(0);
  if (key === 'End') return toPoint(points - 1);
  if (key === (orientation === 'horizontal' ? 'ArrowLeft' : 'ArrowUp')) return toPoint(point - 1);
  if (key === (orientation === 'horizontal' ? 'ArrowRight' : 'ArrowDown')) return toPoint(point + 1);
  if (orientation === 'vertical' || seriesCount === 0) return null;
  // Series count from the bottom, as they are stacked.
  if (key === 'ArrowUp') return { point, series: series === null ? 0 : Math.min(seriesCount - 1, series + 1) };
  if (key === 'ArrowDown') return { point, series: series === null ? seriesCount - 1 : Math.max(0, series - 1) };
  return null;
}
