/** Canvas helpers: device pixels, hatching, and a hook that redraws when size, theme or input change. */

import { useEffect, useRef } from 'preact/hooks';
import type { Theme } from './theme';

export interface Area {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
}

/** A canvas that fills its parent; `draw` runs after every change of its inputs and of the parent's size. */
export function useCanvas(draw: (area: Area) => void, inputs: readonly unknown[]) {
  const ref = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const redraw = () => {
    const canvas = ref.current;
    const parent = canvas?.parentElement;
    const area = canvas && parent && fitToParent(canvas, parent.clientWidth, parent.clientHeight);
    if (area) latest.current(area);
  };
  useEffect(() => {
    const parent = ref.current?.parentElement;
    if (!parent) return;
    const observer = new ResizeObserver(redraw);
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);
  useEffect(redraw, inputs);
  return ref;
}

/** Diagonal lines over a rectangle: waste, by shape and not by colour alone. */
export function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  for (let offset = -height; offset < width; offset += 4) {
    context.moveTo(x + offset, y + height);
    context.lineTo(x + offset + height, y);
  }
  context.stroke();
  context.restore();
}

/** Text on a colour of the ramp: dark on light, light on dark. */
export function inkOn(color: string, theme: Theme): string {
  const [r, g, b] = (color.match(/[\d.]+/g) ?? ['0', '0', '0']).map(Number);
  if (color.startsWith('rgb')) return r * 0.3 + g * 0.59 + b * 0.11 > 112 ? '#10201f' : '#f2f2f2';
  return theme.foreground;
}

/** The canvas, empty and as large as its parent. */
function fitToParent(canvas: HTMLCanvasElement, width: number, height: number): Area | undefined {
  if (width < 2 || height < 2) return undefined;
  const ratio = window.devicePixelRatio || 1;
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  const [across, down] = [Math.floor(width * ratio), Math.floor(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}
