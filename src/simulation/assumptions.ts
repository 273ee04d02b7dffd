/**
 * What a walk has to take for granted, once a place: turns of a loop, a length, a value, a branch. Each has an
 * id that stays the same while other lines are edited (it is made of the function, the kind and the text of
 * its own line), and a value that the user can replace.
 */

import type { Func } from '../ir';
import type { Place } from '../syntax';

/** A number of turns or elements, the value of a parameter, whether a condition holds, which clause or function. */
export type AssumedValue = number | boolean | string;

export interface Assumption {
  /** "turns-k3f9a": kind, and what tells it from others. */
  id: string;
  /**
   * - `turns`   of a loop
   * - `length`  of a slice, string, map or channel: elements, bytes or entries
   * - `value`   of an integer
   * - `branch`  whether a condition holds
   * - `case`    which clause of a switch or select is taken, from 1; 0: none
   * - `callee`  whose method is called, one of `choices`; what else is called, or a panic, does nothing
   */
  kind: 'turns' | 'length' | 'value' | 'branch' | 'case' | 'callee';
  place: Place;
  /** A sentence with the value in it. */
  text: string;
  default: AssumedValue;
  value: AssumedValue;
  /** Length of a string parameter: a value that is a text says what it holds. */
  takesText?: boolean;
  /** The values there are, where they are words. */
  choices?: readonly string[];
}

/** What is asked; `sentence` says it with the value that is taken. */
export interface Question<T extends AssumedValue> {
  kind: Assumption['kind'];
  place: Place;
  func: Func;
  /** Tells apart what stands on one line: a parameter's name. */
  what?: string;
  default: T;
  takesText?: boolean;
  choices?: readonly string[];
  sentence: (value: T) => string;
}

export class Assumptions {
  readonly list: Assumption[] = [];
  private readonly known = new Map<object, Map<string, Assumption>>();
  private readonly ids = new Map<string, number>();

  /** `replaced`: values by id. */
  constructor(private readonly replaced: Readonly<Record<string, AssumedValue>>) {}

  take<T extends AssumedValue>(question: Question<T>): T {
    const { place, kind, what = '' } = question;
    let there = this.known.get(place.unit);
    if (there === undefined) {
      there = new Map();
      this.known.set(place.unit, there);
    }
    const key = `${kind} ${place.pos} ${what}`;
    let assumption = there.get(key);
    if (assumption === undefined) {
      assumption = this.add(question);
      there.set(key, assumption);
    }
    return assumption.value as T;
  }

  /** The value that would be taken, without saying so. */
  peek<T extends AssumedValue>(question: Question<T>): T {
    return this.valueOf(question, baseId(question));
  }

  /** The text that the user gives for a string instead of its length; undefined where there is none. */
  textFor(question: Question<number>): string | undefined {
    const text = this.replaced[baseId(question)];
    if (typeof text !== 'string') return undefined;
    this.take(question);
    const assumption = this.list.find(({ id }) => id === baseId(question));
    if (assumption !== undefined)
      Object.assign(assumption, {
        value: text,
        text: `${question.what} is taken to be ${JSON.stringify(text)}`,
      });
    return text;
  }

  private add<T extends AssumedValue>(question: Question<T>): Assumption {
    const { kind, place, sentence, takesText, choices } = question;
    const id = this.idOf(question);
    const value = this.valueOf(question, id);
    const assumption: Assumption = {
      id,
      kind,
      place,
      text: sentence(value),
      default: question.default,
      value,
      ...(takesText && { takesText }),
      ...(choices !== undefined && choices.length > 1 && { choices }),
    };
    this.list.push(assumption);
    return assumption;
  }

  private valueOf<T extends AssumedValue>({ choices, ...question }: Question<T>, id: string): T {
    const replaced = this.replaced[id];
    const isChoice = choices === undefined || choices.some(choice => choice === replaced);
    return isChoice ? valueLike(question.default, replaced) : question.default;
  }

  private idOf(question: Asked): string {
    const id = baseId(question);
    const count = (this.ids.get(id) ?? 0) + 1;
    this.ids.set(id, count);
    return count === 1 ? id : `${id}.${count}`;
  }
}

type Asked = Pick<Question<AssumedValue>, 'kind' | 'place' | 'func' | 'what'>;

function baseId({ kind, place, func, what = '' }: Asked): string {
  return `${kind}-${hash(`${func.sym}\n${lineText(place)}\n${what}`)}`;
}

/** The replacement if it is of the same type, and a number that counts something if that is one. */
function valueLike<T extends AssumedValue>(otherwise: T, replaced: AssumedValue | undefined): T {
  return typeof replaced === typeof otherwise && !Number.isNaN(replaced) ? (replaced as T) : otherwise;
}

function lineText({ unit, pos }: Place): string {
  const { text } = unit;
  const at = Math.max(0, pos);
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return text
    .slice(from, end < 0 ? text.length : end)
    .replace(/\/\/.*/, '')
    .trim()
    .replace(/\s+/g, ' ');
}

/** Six letters and digits of a text (FNV-1a). */
function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return (state >>> 0).toString(36).padStart(6, '0').slice(-6);
}
