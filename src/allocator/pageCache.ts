/**
 * The page cache of a P: the free pages among an aligned 64, owned by that P, so that most spans need no lock.
 * Spans of 16 pages and more never come from it.
 *
 * Mirrors mpagecache.go of Go 1.26; its two 64-bit maps are two pairs of words here.
 */
import { onesCount, trailingZeros } from './bitmap';
import type { PageAlloc } from './pageAlloc';

export const pageCachePages = 64;

export class PageCache {
  base = 0;
  /** Free pages, low 32 first. */
  low = 0;
  high = 0;
  scavengedLow = 0;
  scavengedHigh = 0;

  get isEmpty(): boolean {
    return (this.low | this.high) === 0;
  }

  get pages(): number {
    return onesCount(this.low) + onesCount(this.high);
  }

  /** Takes all free pages of the aligned 64 that have the lowest free page. False where no page is free. */
  refill(pages: PageAlloc): boolean {
    const page = pages.find(1);
    if (page < 0) return false;
    const word = (page >> 6) << 1;
    this.base = page & ~63;
    this.low = ~pages.taken[word];
    this.high = ~pages.taken[word + 1];
    this.scavengedLow = pages.scavenged[word] & this.low;
    this.scavengedHigh = pages.scavenged[word + 1] & this.high;
    pages.scavenged[word] &= ~this.low;
    pages.scavenged[word + 1] &= ~this.high;
    pages.takeBlock64(page);
    return true;
  }

  /** The first page of the first npages in a row, or -1. They are no longer the cache's. */
  alloc(npages: number): number {
    const first = npages === 1 ? this.firstPage() : this.findRun(npages);
    if (first < 0) return -1;
    this.lastScavenged = 0;
    const [low, high] = masks(first, npages);
    this.lastScavenged = onesCount(this.scavengedLow & low) + onesCount(this.scavengedHigh & high);
    this.low &= ~low;
    this.high &= ~high;
    this.scavengedLow &= ~low;
    this.scavengedHigh &= ~high;
    return this.base + first;
  }

  /** Of the pages given last, how many were scavenged. */
  lastScavenged = 0;

  /** Gives all pages back to the heap. */
  flush(pages: PageAlloc): void {
    if (this.isEmpty) return;
    const word = (this.base >> 6) << 1;
    pages.taken[word] &= ~this.low;
    pages.taken[word + 1] &= ~this.high;
    pages.scavenged[word] |= this.scavengedLow;
    pages.scavenged[word + 1] |= this.scavengedHigh;
    pages.summarizeRange(this.base, pageCachePages);
    if (this.base < pages.searchPage) pages.searchPage = this.base;
    this.low = this.high = this.scavengedLow = this.scavengedHigh = 0;
  }

  private firstPage(): number {
    if (this.low !== 0) return trailingZeros(this.low);
    return this.high !== 0 ? 32 + trailingZeros(this.high) : -1;
  }

  private findRun(npages: number): number {
    let run = 0;
    for (let i = 0; i < pageCachePages; i++) {
      const isFree = i < 32 ? (this.low >>> i) & 1 : (this.high >>> (i - 32)) & 1;
      run = isFree ? run + 1 : 0;
      if (run === npages) return i - npages + 1;
    }
    return -1;
  }
}

/** Bits first to first + npages - 1 of 64, as two words; npages < 32. */
function masks(first: number, npages: number): [low: number, high: number] {
  const ones = (1 << npages) - 1;
  if (first >= 32) return [0, ones << (first - 32)];
  return [ones << first, first + npages > 32 ? ones >>> (32 - first) : 0];
}
