/**
 * The panel as an SVG picture, as it is seen: every box, border and line of text becomes a shape, canvases become
 * images. It is built as a document and serialized, so names from Go code are text in it and nothing else; it
 * refers to nothing outside and needs the fonts of the machine alone.
 */
import { textOf } from './pictureText';

const svgNamespace = 'http://www.w3.org/2000/svg';
/** What SVG elements of the panel take from its style sheet. */
const drawnProperties = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity'];

/** Characters that a name may have and that XML, or UTF-8, can't hold. */
const noXml = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

/** The picture of an element with all that it holds; `title` is what a screen reader says of it. */
export function pictureOf(root: HTMLElement, title: string): string {
  const picture = new Picture(root);
  return picture.serialize(title);
}

/** The picture as a PNG in a data URL, with two pixels for each of the page at least. */
export async function rasterOf(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const ratio = Math.max(2, window.devicePixelRatio);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * ratio);
  canvas.height = Math.round(image.height * ratio);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

class Picture {
  private readonly document = document.implementation.createDocument(svgNamespace, 'svg');
  private readonly definitions = this.element('defs', {});
  private readonly origin: DOMRect;
  private clips = 0;

  constructor(private readonly root: HTMLElement) {
    this.origin = root.getBoundingClientRect();
  }

  serialize(title: string): string {
    const { width, height } = this.origin;
    const svg = this.document.documentElement;
    const size = { width: Math.ceil(width), height: Math.ceil(height) };
    setAll(svg, { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
    const name = this.element('title', {});
    name.textContent = title;
    const background = getComputedStyle(document.body).backgroundColor;
    svg.append(name, this.definitions, this.element('rect', { ...size, fill: background }));
    this.draw(this.root, svg);
    return new XMLSerializer().serializeToString(this.document).replace(noXml, '\ufffd');
  }

  private draw(element: Element, into: Element): void {
    const style = getComputedStyle(element);
    const bounds = element.getBoundingClientRect();
    if (style.display === 'none' || style.visibility === 'hidden' || style.clipPath === 'inset(50%)') return;
    if (element instanceof SVGSVGElement) {
      this.copySvg(element, bounds, into);
      return;
    }
    let target = into;
    if (style.opacity !== '1') {
      target = this.element('g', { opacity: style.opacity });
      into.append(target);
    }
    const box = this.boxOf(bounds);
    this.drawBox(box, style, target);
    this.drawBefore(element, box, target);
    if (element instanceof HTMLCanvasElement) {
      target.append(this.element('image', { ...box, href: element.toDataURL() }));
      return;
    }
    if (style.overflowX !== 'visible' || style.overflowY !== 'visible') target = this.clipped(box, target);
    for (const child of childrenOf(element)) {
      if (child instanceof Element) this.draw(child, target);
      else if (child instanceof Text) this.drawText(child, style, target);
    }
  }

  private drawBox(box: Box, style: CSSStyleDeclaration, into: Element): void {
    if (box.width === 0 || box.height === 0) return;
    const fill = this.fillOf(style);
    const rx = radiusOf(style, box);
    if (fill) into.append(this.element('rect', { ...box, fill, rx }));
    if (rx >= box.width / 2) this.ring(box, rx, style, into);
    else this.borders(box, style, into);
    const outline = Number.parseFloat(style.outlineWidth);
    if (style.outlineStyle !== 'none' && outline > 0) {
      const attributes = { fill: 'none', stroke: style.outlineColor, 'stroke-width': outline };
      into.append(this.element('rect', { ...box, ...attributes }));
    }
    // An inner edge: the lane that served, a row that is selected.
    const edge = /^(.*?\)) (-?[\d.]+)px (-?[\d.]+)px 0px 0px inset$/.exec(style.boxShadow);
    if (edge) this.edge(box, edge[1], Number(edge[2]), Number(edge[3]), into);
  }

  private ring(box: Box, rx: number, style: CSSStyleDeclaration, into: Element): void {
    const width = Number.parseFloat(style.borderTopWidth);
    if (!(width > 0)) return;
    const stroke = { fill: 'none', stroke: style.borderTopColor, 'stroke-width': width };
    into.append(this.element('rect', { ...box, rx, ...stroke }));
  }

  private borders({ x, y, width, height }: Box, style: CSSStyleDeclaration, into: Element): void {
    const sides = [
      ['Top', x, y, x + width, y],
      ['Right', x + width, y, x + width, y + height],
      ['Bottom', x, y + height, x + width, y + height],
      ['Left', x, y, x, y + height],
    ] as const;
    for (const [side, ...ends] of sides) {
      const wide = Number.parseFloat(style[`border${side}Width`]);
      if (wide > 0) this.line(ends, style[`border${side}Color`], wide, style[`border${side}Style`], into);
    }
  }

  private edge(
    { x, y, width, height }: Box,
    color: string,
    right: number,
    down: number,
    into: Element,
  ): void {
    const box =
      down === 0
        ? { x: right > 0 ? x : x + width + right, y, width: Math.abs(right), height }
        : { x, y: down > 0 ? y : y + height + down, width, height: Math.abs(down) };
    into.append(this.element('rect', { ...box, fill: color }));
  }

  private line(ends: readonly number[], color: string, width: number, kind: string, into: Element): void {
    const [x1, y1, x2, y2] = ends;
    const line = this.element('line', { x1, y1, x2, y2, stroke: color, 'stroke-width': width });
    if (kind === 'dashed') line.setAttribute('stroke-dasharray', '4 3');
    if (kind === 'dotted') line.setAttribute('stroke-dasharray', '1 2');
    into.append(line);
  }

  /** Swatches and dots are drawn before an element's text; where they stand the page does not tell. */
  private drawBefore(element: Element, box: Box, into: Element): void {
    const style = getComputedStyle(element, '::before');
    if (style.content !== '""') return;
    const width = Number.parseFloat(style.width);
    const height = Number.parseFloat(style.height);
    if (!(width >= 0 && height >= 0)) return;
    const isPlaced = style.position === 'absolute';
    const left = isPlaced ? Number.parseFloat(style.left) : 0;
    const top = isPlaced ? Number.parseFloat(style.top) : (box.height - height) / 2;
    const before = { x: box.x + left, y: box.y + top, width, height: Math.max(height, 1) };
    const group = this.element('g', { opacity: style.opacity });
    this.drawBox(before, style, group);
    into.append(group);
  }

  private drawText(text: Text, style: CSSStyleDeclaration, into: Element): void {
    for (const { content, box, baseline } of textOf(text, style)) {
      const { x, y, width } = this.boxOf(box);
      const line = this.element('text', {
        x,
        y: y + baseline,
        fill: style.color,
        'font-family': style.fontFamily,
        'font-size': style.fontSize,
        'font-weight': style.fontWeight,
        'xml:space': 'preserve',
        textLength: width,
        lengthAdjust: 'spacingAndGlyphs',
      });
      line.textContent = content;
      into.append(line);
    }
  }

  private copySvg(svg: SVGSVGElement, bounds: DOMRect, into: Element): void {
    const copy = this.document.importNode(svg, true);
    const from = [svg, ...svg.querySelectorAll('*')];
    const to = [copy, ...copy.querySelectorAll('*')];
    from.forEach((element, index) => {
      const style = getComputedStyle(element);
      for (const name of drawnProperties) to[index].setAttribute(name, style.getPropertyValue(name));
      to[index].removeAttribute('class');
      to[index].removeAttribute('style');
    });
    setAll(copy, this.boxOf(bounds));
    into.append(copy);
  }

  private clipped(box: Box, into: Element): Element {
    const id = `clip${++this.clips}`;
    const clip = this.element('clipPath', { id });
    clip.append(this.element('rect', { ...box }));
    this.definitions.append(clip);
    const group = this.element('g', { 'clip-path': `url(#${id})` });
    into.append(group);
    return group;
  }

  /** A colour, or hatching where the background is made of lines. */
  private fillOf(style: CSSStyleDeclaration): string | undefined {
    const lines = /repeating-linear-gradient\([^,]*, (rgba?\([^)]*\)|color\([^)]*\))/.exec(
      style.backgroundImage,
    );
    if (lines) return this.hatching(lines[1]);
    const stops = /^linear-gradient\(90deg, (.*)\)$/.exec(style.backgroundImage);
    const colors = stops?.[1].match(/(rgba?|color)\([^)]*\)/g) ?? [];
    if (colors.length > 2) return this.gradient(colors);
    const { backgroundColor } = style;
    return /^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor) ? undefined : backgroundColor;
  }

  /** From left to right, at equal distances. */
  private gradient(colors: readonly string[]): string {
    const id = `gradient${++this.clips}`;
    const gradient = this.element('linearGradient', { id });
    colors.forEach((color, index) => {
      gradient.append(
        this.element('stop', { offset: index / Math.max(1, colors.length - 1), 'stop-color': color }),
      );
    });
    this.definitions.append(gradient);
    return `url(#${id})`;
  }

  private hatching(color: string): string {
    const id = `hatch${++this.clips}`;
    const size = { width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
    const pattern = this.element('pattern', { id, ...size });
    pattern.append(this.element('rect', { width: 1.5, height: 4, fill: color }));
    this.definitions.append(pattern);
    return `url(#${id})`;
  }

  private boxOf({ x, y, width, height }: Box): Box {
    return {
      x: round(x - this.origin.x),
      y: round(y - this.origin.y),
      width: round(width),
      height: round(height),
    };
  }

  private element(name: string, attributes: Record<string, string | number>): Element {
    const element = this.document.createElementNS(svgNamespace, name);
    setAll(element, attributes);
    return element;
  }
}

/** What is seen below an element: with a shadow tree that, and what it has in its slots. */
function childrenOf(element: Element): Iterable<Node> {
  if (element.shadowRoot) return element.shadowRoot.childNodes;
  // A head that stays in view lies above the rows.
  if (element instanceof HTMLTableElement)
    return [...element.childNodes].sort((a, b) => Number(a === element.tHead) - Number(b === element.tHead));
  if (element instanceof HTMLSlotElement) {
    const assigned = element.assignedNodes({ flatten: true });
    if (assigned.length > 0) return assigned;
  }
  return element.childNodes;
}

function radiusOf({ borderTopLeftRadius: radius }: CSSStyleDeclaration, { width }: Box): number {
  const value = Number.parseFloat(radius) || 0;
  return radius.endsWith('%') ? (value / 100) * width : value;
}

function setAll(element: Element, attributes: object): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
