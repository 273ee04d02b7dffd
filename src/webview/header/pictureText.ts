/** The lines that a text node is broken into on the screen, with where each stands. */

export interface TextLine {
  content: string;
  box: DOMRect;
  /** Below the box's top. */
  baseline: number;
}

let measuring: CanvasRenderingContext2D | null | undefined;

export function textOf(text: Text, style: CSSStyleDeclaration): TextLine[] {
  const data = text.data;
  if (data.trim() === '') return [];
  const range = document.createRange();
  range.selectNodeContents(text);
  const whole = range.getClientRects();
  if (whole.length === 0) return [];
  measuring ??= document.createElement('canvas').getContext('2d');
  if (measuring) measuring.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const baseline = measuring?.measureText('x').fontBoundingBoxAscent ?? Number.parseFloat(style.fontSize);
  const lines = whole.length === 1 ? [{ content: data, box: whole[0] }] : brokenLines(data, text, range);
  return lines.map(line => ({ ...line, content: shown(line.content, style), baseline }));
}

/** Blanks are one blank each; capitals are the style sheet's. */
function shown(content: string, { textTransform }: CSSStyleDeclaration): string {
  const text = content.replace(/\s+/g, ' ');
  return textTransform === 'uppercase' ? text.toUpperCase() : text;
}

/** Breaks the text where the next character stands on another line. */
function brokenLines(data: string, text: Text, range: Range): { content: string; box: DOMRect }[] {
  const lines: { content: string; box: DOMRect }[] = [];
  let from = 0;
  let bottom: number | undefined;
  const end = (to: number) => {
    range.setStart(text, from);
    range.setEnd(text, to);
    const box = range.getBoundingClientRect();
    if (box.width > 0) lines.push({ content: data.slice(from, to).trim(), box });
    from = to;
  };
  for (let at = 0; at < data.length; at++) {
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    if (bottom !== undefined && box.top >= bottom) end(at);
    bottom = box.bottom;
  }
  end(data.length);
  return lines;
}
