/**
 * A verdict in a person's words: what it is, why, and what would help. The why-sentence comes from the
 * last step of the flow that the compiler gives (cmd/compile/internal/escape, Go 1.26).
 */

import { type FlowStep, shortType, type Verdict } from '../escape';
import { formatBytes } from './numbers';
import { calleeTextAt } from './sourceLocation';

/** The six verdicts of the editor. */
export type MarkKind = 'moved' | 'heap' | 'free' | 'stack' | 'leak' | 'unknown';

export function markKind(verdict: Verdict): MarkKind {
  switch (verdict.kind) {
    case 'heap':
      return verdict.allocates ? 'heap' : 'free';
    case 'content':
      return 'leak';
    default:
      return verdict.kind;
  }
}

/** One line in Markdown: "`p` moves to the heap". */
export function verdictText(verdict: Verdict): string {
  const subject = code(verdict.name ?? verdict.expr ?? 'this');
  switch (verdict.kind) {
    case 'moved':
      return `${subject} moves to the heap`;
    case 'heap':
      if (!verdict.allocates) return `${subject} escapes, but costs no allocation (${freeReason(verdict)})`;
      return verdict.site === 'interface'
        ? `${subject} is copied to the heap, to be held in an interface`
        : `${subject} is allocated on the heap`;
    case 'stack':
      return verdict.site === 'parameter' ? `${subject} does not leak` : `${subject} stays on the stack`;
    case 'leak':
      return leakText(verdict, subject);
    case 'content':
      return `what ${subject} points to leaks to the heap`;
    case 'unknown':
      return `can't tell: ${verdict.note ?? 'not known'}`;
  }
}

/** One sentence that says why; "" where there is nothing to say. */
export function whySentence(verdict: Verdict): string {
  if (verdict.kind === 'stack') return '';
  const last = verdict.flow[verdict.flow.length - 1];
  if (last === undefined) return verdict.note === undefined ? '' : sentence(verdict.note);
  const reason = reasonOf(verdict, last);
  return reason === '' ? '' : sentence(reason);
}

/** One line of what would keep it on the stack, in Markdown; undefined where nothing is known to. */
export function suggestionOf(verdict: Verdict): string | undefined {
  if (verdict.kind !== 'moved' && !(verdict.kind === 'heap' && verdict.allocates)) return undefined;
  const whys = new Set(verdict.flow.map(step => step.why));
  const last = verdict.flow[verdict.flow.length - 1];
  const local = verdict.place.unit.file.packageName;
  const type = verdict.type === undefined ? 'the value' : code(shortType(verdict.type, local));
  if (whys.has('too large for stack')) return 'use a smaller constant size, or one buffer again and again';
  if (
    last?.why === 'return' &&
    (verdict.kind === 'moved' || verdict.site === 'pointerLiteral' || verdict.site === 'new')
  ) {
    const size = verdict.bytes === undefined ? '' : ` (${formatBytes(verdict.bytes)})`;
    return `return ${type} by value${size}, or let the caller pass a pointer to fill`;
  }
  if (whys.has('reference') && verdict.kind === 'moved') {
    return 'pass it to the closure as an argument, or declare it inside';
  }
  switch (verdict.site) {
    case 'interface':
      return verdict.type === undefined
        ? undefined
        : `call something that takes ${type} itself instead of an interface`;
    case 'makeSlice':
      return verdict.bytes === undefined
        ? 'let the caller pass a buffer, or give `make` a small constant size'
        : 'let the caller pass the buffer';
    case 'append':
      return 'make the slice with enough capacity before, and keep it';
    case 'stringConcat':
      return 'append to one `[]byte` that is used again';
    case 'stringConversion':
      return 'stay with one of `string` and `[]byte`';
    case 'closure':
      return last?.why === 'call parameter' ? 'pass a function that captures nothing' : undefined;
    default:
      return undefined;
  }
}

/** One step in words, in Markdown: "`&p` takes the address". */
export function stepText(step: FlowStep): string {
  return `${code(step.text)} ${stepVerbs[step.why] ?? `(${step.why})`}`;
}

/** In backticks, shortened, safe for text that holds backticks itself. */
export function code(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ');
  const short = oneLine.length > longestCode ? `${oneLine.slice(0, longestCode - 1)}…` : oneLine;
  const fence = short.includes('`') ? '``' : '`';
  return fence === '`' ? `\`${short}\`` : `${fence} ${short} ${fence}`;
}

const longestCode = 60;

const stepVerbs: Record<string, string> = {
  'address-of': 'takes the address',
  assign: 'keeps it',
  'assign-pair': 'keeps it',
  'assign-pair-dot-type': 'keeps it',
  'assign-pair-mapr': 'keeps it',
  'assign-pair-receive': 'keeps it',
  return: 'hands it to the caller',
  'call parameter': 'passes it on',
  'captured by a closure': 'is captured by a closure',
  reference: 'is captured by reference',
  'interface-converted': 'is held in an interface',
  spill: 'needs memory',
  send: 'sends it on a channel',
  range: 'goes through its elements',
  'range-deref': 'goes through its elements',
  indirection: 'follows the pointer',
  dot: 'takes a field',
  'dot of pointer': 'takes a field behind a pointer',
  'fixed-array-index-of': 'takes an element',
  slice: 'takes a part',
  'slice-literal-element': 'holds it as an element',
  'array literal element': 'holds it as an element',
  'struct literal element': 'holds it in a field',
  'map literal key': 'holds it as a key',
  'map literal value': 'holds it as a value',
  'key of map put': 'holds it as a key',
  'appendee slice': 'grows the slice',
  'appended slice...': 'copies its elements',
  'copied slice': 'copies its elements',
  'callee operand': 'calls it',
  'switch case': 'is the case’s variable',
  'too large for stack': 'is too large for the stack',
  'too aligned for stack': 'needs an alignment that the stack does not give',
  'zero-sized element': 'has elements without size',
};

function reasonOf(verdict: Verdict, last: FlowStep): string {
  const moved = verdict.kind === 'moved';
  const leaks = verdict.kind === 'leak' || verdict.kind === 'content';
  const it = moved ? 'its address' : leaks ? (verdict.kind === 'content' ? 'what it points to' : 'it') : 'it';
  switch (last.why) {
    case 'return':
      return leaks ? `${it} is returned` : `${it} is returned, so it must outlive ${code(verdict.func)}`;
    case 'reference':
    case 'captured by a closure':
      return 'it is captured by a closure that escapes';
    case 'send':
      return `${it} is sent on a channel`;
    case 'call parameter':
      return callReason(verdict, last, it);
    case 'too large for stack':
      return moved ? 'it is larger than the 128 KB that a variable may have' : 'it is larger than 64 KB';
    case 'too aligned for stack':
      return 'it needs an alignment that the stack does not give';
    case 'map literal key':
    case 'key of map put':
      return `${it} becomes a key of a map`;
    case 'map literal value':
      return `${it} becomes a value of a map`;
    case 'appendee slice':
    case 'appended slice...':
    case 'copied slice':
      return `${it} is copied into a slice whose memory is on the heap`;
    case 'conversion to unsafe.Pointer':
      return 'it is converted to an unsafe.Pointer';
    case 'spill':
      return '';
    default:
      return storeReason(verdict, last, it);
  }
}

function callReason(verdict: Verdict, last: FlowStep, it: string): string {
  const callee = /^(?:(?:go|defer) )?([^(]+|\(.+?\)\.[\w.]+)\(/s.exec(last.text)?.[1] ?? last.text;
  if (callee === 'append') return `${it} is appended to a slice whose memory is on the heap`;
  if (callee === 'panic') return `${it} is passed to ${code('panic')}`;
  const boxed = verdict.site === 'interface' || verdict.flow.some(step => step.why === 'interface-converted');
  if (boxed) return `${it} is held in an interface passed to ${code(callee)}`;
  return `${it} is passed to ${code(callee)}, whose parameter leaks`;
}

/** Assignments and literals: where the value ends up. */
function storeReason(verdict: Verdict, last: FlowStep, it: string): string {
  const destination = lastEdge(verdict)?.split(' ← ')[0] ?? '{heap}';
  if (destination !== '{heap}') {
    const callee = destination === '{storage for ... argument}' ? calleeTextAt(last.place) : undefined;
    if (callee !== undefined) {
      const held = verdict.site === 'interface' ? 'held in an interface ' : '';
      return `${it} is ${held}passed to ${code(callee)}, whose parameter leaks`;
    }
    if (/^\{storage for/.test(destination)) return `${it} is held by something that escapes`;
    if (/^~r\d+$/.test(destination)) return `${it} is returned, so it must outlive ${code(verdict.func)}`;
    return verdict.loopDepth > 1
      ? `${it} is assigned to ${code(destination)}, outside the loop that made it`
      : `${it} is assigned to ${code(destination)}, which lives longer`;
  }
  const target = /^(.+?) (?::=|=|[-+*/%&|^<>]+=) /s.exec(last.text)?.[1];
  if (target === undefined) return `${it} is stored where it outlives ${code(verdict.func)}`;
  if (/^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(target)) {
    return `${it} is stored in the package variable ${code(target)}`;
  }
  return `${it} is stored in ${code(target)}, behind a pointer that escapes`;
}

function lastEdge(verdict: Verdict): string | undefined {
  for (let i = verdict.flow.length - 1; i >= 0; i--) {
    const { edge } = verdict.flow[i];
    if (edge !== undefined) return edge;
  }
  return undefined;
}

function leakText(verdict: Verdict, subject: string): string {
  const match = /^(\S+) level=(\d+)$/.exec(verdict.to ?? '');
  if (match === null) return `${subject} leaks to the heap`;
  const who = match[2] === '0' ? subject : `what ${subject} points to`;
  return /^~r\d+$/.test(match[1])
    ? `${who} leaks to the result`
    : `${who} leaks to the result ${code(match[1])}`;
}

function freeReason(verdict: Verdict): string {
  if (verdict.bytes === 0) return 'no size';
  if (verdict.type?.isPointerShaped) return 'it is a pointer';
  return 'constant';
}

function sentence(words: string): string {
  const text = words.startsWith('`') ? words : words[0].toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
