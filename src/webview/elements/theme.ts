/**
 * Colour roles for the canvases, read from the theme's variables (styles.css names them), and the ramp
 * that is the identity of a size class: ordered in lightness, so it survives greyscale.
 */

export interface Theme {
  background: string;
  foreground: string;
  muted: string;
  line: string;
  live: string;
  dead: string;
  free: string;
  waste: string;
  lock: string;
  way: string;
  font: string;
  /** Colour of a slot size in bytes; 0 (large objects) is the end of the ramp. */
  ramp(size: number): string;
}

export type Rgb = readonly [number, number, number];

/** Reads the roles as they are now; call again when the theme changes. */
export function readTheme(): Theme {
  const root = getComputedStyle(document.body);
  const probe = document.createElement('i');
  document.body.append(probe);
  const role = (name: string) => {
    probe.style.color = `var(--hw-${name})`;
    return getComputedStyle(probe).color;
  };
  const stops = [0, 1, 2, 3, 4, 5, 6].map(stop => parseRgb(role(`ramp-${stop}`)));
  const theme: Theme = {
    background: role('bg'),
    foreground: role('fg'),
    muted: role('muted'),
    line: role('line'),
    live: role('live'),
    dead: role('dead'),
    free: role('free'),
    waste: role('waste'),
    lock: role('lock'),
    way: role('way'),
    font: root.fontFamily,
    ramp: size => mixStops(stops, size === 0 ? 1 : (Math.log2(Math.max(8, size)) - 3) / 12),
  };
  probe.remove();
  return theme;
}

/** Calls back when the host changes the theme (it rewrites the body's classes and the root's style). */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}

/** The colour at `alpha` over whatever is below. */
export function fade(color: string, alpha: number): string {
  const [r, g, b] = parseRgb(color);
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

function mixStops(stops: readonly Rgb[], position: number): string {
  const at = Math.min(1, Math.max(0, position)) * (stops.length - 1);
  const from = Math.min(stops.length - 2, Math.floor(at));
  const part = at - from;
  const mixed = stops[from].map((value, i) => Math.round(value + (stops[from + 1][i] - value) * part));
  return `rgb(${mixed.join(', ')})`;
}

/** Computed colours are `rgb(…)`, or `color(srgb …)` with parts from 0 to 1 where color-mix made them. */
export function parseRgb(color: string): Rgb {
  const parts = (color.match(/[\d.]+/g) ?? ['0', '0', '0']).slice(0, 3).map(Number);
  const scale = color.startsWith('color(') ? 255 : 1;
  return [Math.round(parts[0] * scale), Math.round(parts[1] * scale), Math.round(parts[2] * scale)];
}
