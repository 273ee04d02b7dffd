/**
 * Traces with what each step must do behind it, after `#=`. Spans are numbered as they are first seen, locks are
 * visits to mcentral + takings of the heap's lock. `UPDATE=1` writes what the allocator does.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Allocation, Allocator, checkLedger, parseTrace, type TraceStep } from '../../../src/allocator';

const folder = join(__dirname, '../../fixtures/allocator');

/** Runs the steps of a fixture and says what each of them did. */
class Narrator {
  private readonly allocator = new Allocator({ gcPercent: -1 });
  private readonly objects = new Map<number, number>();
  private readonly spans = new Map<number, number>();

  tell(step: TraceStep): string {
    switch (step.kind) {
      case 'alloc': {
        this.allocator.setProcs(step.p + 1);
        const allocation = this.allocator.allocate(step.size, step.scan, step.p);
        this.objects.set(step.id, allocation.object);
        return this.tellAllocation(allocation);
      }
      case 'free':
        this.allocator.free(this.objectOf(step.id));
        return '';
      case 'root':
        return this.allocator.root(this.objectOf(step.id)) < 0 ? 'nothing' : '';
      case 'ref':
        return this.allocator.refer(this.objectOf(step.from), this.objectOf(step.to)) ? '' : 'nothing';
      case 'unref':
        return this.allocator.unrefer(this.objectOf(step.from), this.objectOf(step.to)) ? '' : 'nothing';
      case 'gc': {
        const { markedSlots, freedSlots, emptiedSpans } = this.allocator.gc();
        return `marked ${markedSlots}, freed ${freedSlots} and ${emptiedSpans} spans`;
      }
    }
  }

  private objectOf(id: number): number {
    return this.objects.get(id) ?? -1;
  }

  end(): void {
    assert.deepEqual(checkLedger(this.allocator.heap), []);
  }

  private tellAllocation({ span, pages, slot, offset, level, roundedSize, locks }: Allocation): string {
    if (level === 'zerobase') return 'zerobase';
    if (!this.spans.has(span)) this.spans.set(span, this.spans.size + 1);
    const place = `span ${this.spans.get(span)} of ${pages}, slot ${slot} at ${offset}, takes ${roundedSize}`;
    return `${place}, ${level}, locks ${locks.mcentral}+${locks.mheap}`;
  }
}

function run(text: string): string {
  const narrator = new Narrator();
  const lines = text.split('\n').map(line => {
    const source = line.replace(/\s*#=.*$/, '');
    const [step] = parseTrace(source);
    if (step === undefined) return line;
    const told = narrator.tell(step);
    return told === '' ? source : `${source.padEnd(24)} #= ${told}`;
  });
  narrator.end();
  return lines.join('\n');
}

describe('allocator fixtures', () => {
  for (const name of readdirSync(folder).sort()) {
    it(name, () => {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const got = run(text);
      if (process.env.UPDATE === '1') writeFileSync(file, got);
      else assert.equal(got, text);
    });
  }
});
