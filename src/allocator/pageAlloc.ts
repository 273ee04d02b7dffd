/**
 * The page allocator: which pages of the heap are taken, and the first free run of enough pages by address.
 *
 * A page is 8 KB and is counted from the heap's first; 512 pages make a chunk, the step in which the heap
 * grows. Two bitmaps hold a bit a page: `taken` (given to a span or to the page cache of a P) and `scavenged`
 * (free, and its memory is not the process's at present; all new pages begin so). For each chunk a summary
 * keeps the free pages at its start, at its end, and the longest free run within, so a search touches the
 * bits of one chunk only.
 *
 * Mirrors mpagealloc.go, mpallocbits.go of Go 1.26. The runtime keeps five levels of summaries for its sparse
 * address space; one level over a heap without holes gives the same answer.
 */
import { clearRange, countRange, setRange, trailingZeros } from './bitmap';
import { longer } from './heapState';

export const pagesPerChunk = 512;
const wordsPerChunk = pagesPerChunk / 32;

export class PageAlloc {
  /** Pages that the heap has grown to. Always whole chunks. */
  end = 0;
  /** No page below it is free. */
  searchPage = 0;
  taken = new Int32Array(wordsPerChunk * 8);
  scavenged = new Int32Array(wordsPerChunk * 8);
  private chunkStart = new Uint16Array(8);
  private chunkMax = new Uint16Array(8);
  private chunkEnd = new Uint16Array(8);

  /** Adds npages free, scavenged pages at the end; npages must be whole chunks. */
  grow(npages: number): void {
    const first = this.end / pagesPerChunk;
    const chunks = first + npages / pagesPerChunk;
    if (chunks > this.chunkMax.length) this.makeRoom(Math.max(chunks, this.chunkMax.length * 2));
    this.scavenged.fill(-1, first * wordsPerChunk, chunks * wordsPerChunk);
    this.chunkStart.fill(pagesPerChunk, first, chunks);
    this.chunkMax.fill(pagesPerChunk, first, chunks);
    this.chunkEnd.fill(pagesPerChunk, first, chunks);
    this.end += npages;
  }

  /** The first page of the first free run of npages, or -1. */
  find(npages: number): number {
    const chunks = this.end / pagesPerChunk;
    let run = 0;
    for (let chunk = Math.floor(this.searchPage / pagesPerChunk); chunk < chunks; chunk++) {
      const base = chunk * pagesPerChunk;
      const start = this.chunkStart[chunk];
      if (run + start >= npages) return base - run;
      if (start === pagesPerChunk) {
        run += pagesPerChunk;
        continue;
      }
      if (this.chunkMax[chunk] >= npages) return this.findInChunk(chunk, npages);
      run = this.chunkEnd[chunk];
    }
    return -1;
  }

  /** Takes the first free run of npages. Returns its first page, or -1 where the heap must grow. */
  alloc(npages: number): number {
    const page = this.find(npages);
    if (page < 0) return -1;
    setRange(this.taken, page, npages);
    this.summarizeRange(page, npages);
    if (page === this.searchPage) this.searchPage = page + npages;
    return page;
  }

  free(page: number, npages: number): void {
    clearRange(this.taken, page, npages);
    this.summarizeRange(page, npages);
    if (page < this.searchPage) this.searchPage = page;
  }

  /** Of the pages given, how many are scavenged; they are no longer afterwards. */
  takeScavenged(page: number, npages: number): number {
    const count = countRange(this.scavenged, page, npages);
    if (count > 0) clearRange(this.scavenged, page, npages);
    return count;
  }

  /**
   * Takes all free pages of the first aligned 64 that have one. Returns the first of the 64, or -1 where no page
   * is free; the free ones were `~taken` of the two words before, so the caller reads them first with find(1).
   */
  takeBlock64(page: number): void {
    const word = (page >> 6) << 1;
    this.taken[word] = -1;
    this.taken[word + 1] = -1;
    this.summarize(page >> 9);
    this.searchPage = (page | 63) + 1;
  }

  /** Gives one page back, as a page cache is emptied; the caller summarizes. */
  summarizeRange(page: number, npages: number): void {
    const last = Math.floor((page + npages - 1) / pagesPerChunk);
    for (let chunk = Math.floor(page / pagesPerChunk); chunk <= last; chunk++) this.summarize(chunk);
  }

  /** Makes up to npages of the highest free pages scavenged. Returns how many became so. */
  scavenge(npages: number): number {
    let done = 0;
    for (let word = this.end / 32 - 1; word >= 0 && done < npages; word--) {
      let free = ~this.taken[word] & ~this.scavenged[word];
      while (free !== 0 && done < npages) {
        const bit = 31 - Math.clz32(free);
        free &= ~(1 << bit);
        this.scavenged[word] |= 1 << bit;
        done++;
      }
    }
    return done;
  }

  private findInChunk(chunk: number, npages: number): number {
    const end = (chunk + 1) * pagesPerChunk;
    let page = chunk * pagesPerChunk;
    while (page < end) {
      const from = this.nextFree(page, end);
      const to = this.nextTaken(from, end);
      if (to - from >= npages) return from;
      page = to;
    }
    return -1;
  }

  private nextFree(page: number, end: number): number {
    return nextSetBit(this.taken, page, end, -1);
  }

  private nextTaken(page: number, end: number): number {
    return nextSetBit(this.taken, page, end, 0);
  }

  private summarize(chunk: number): void {
    const base = chunk * pagesPerChunk;
    const end = base + pagesPerChunk;
    let max = 0;
    let last = 0;
    const start = this.nextTaken(base, end) - base;
    for (let page = base; page < end; ) {
      const from = this.nextFree(page, end);
      const to = this.nextTaken(from, end);
      if (to - from > max) max = to - from;
      last = to === end ? to - from : 0;
      page = to;
    }
    this.chunkStart[chunk] = start;
    this.chunkMax[chunk] = max;
    this.chunkEnd[chunk] = last;
  }

  private makeRoom(chunks: number): void {
    this.taken = longer(this.taken, chunks * wordsPerChunk);
    this.scavenged = longer(this.scavenged, chunks * wordsPerChunk);
    this.chunkStart = longer(this.chunkStart, chunks);
    this.chunkMax = longer(this.chunkMax, chunks);
    this.chunkEnd = longer(this.chunkEnd, chunks);
  }
}

/** The first bit from `from` that is set after all were xored with flip, or end. */
function nextSetBit(bits: Int32Array, from: number, end: number, flip: number): number {
  if (from >= end) return end;
  let word = from >> 5;
  let rest = (bits[word] ^ flip) & (-1 << (from & 31));
  while (rest === 0) {
    word++;
    if (word << 5 >= end) return end;
    rest = bits[word] ^ flip;
  }
  return Math.min((word << 5) + trailingZeros(rest), end);
}
