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
  return lines.map(line => ({ ...line, content: line.content.replace(/\s+/g, ' ').trim(), baseline }));
}

/** Breaks the text where the next word stands on another line. */
function brokenLines(data: string, text: Text, range: Range): { content: string; box: DOMRect }[] {
  const lines: { content: string; box: DOMRect }[] = [];
  let from = 0;
  let to = 0;
  let top: number | undefined;
  const end = () => {
    range.setStart(text, from);
    range.setEnd(text, to);
    const box = range.getBoundingClientRect();
    if (box.width > 0) lines.push({ content: data.slice(from, to), box });
  };
  for (const { index, 0: word } of data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const wordTop = range.getBoundingClientRect().top;
    if (top !== undefined && wordTop !== top) {
      end();
      from = index;
    }
    if (top === undefined) from = index;
    top = wordTop;
    to = index + word.length;
  }
  if (to > from) end();
  return lines;
}
