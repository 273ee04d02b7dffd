/** Turns the end of a list around, where it stands: what was pushed in order comes off a stack in order. */
export function reverseFrom(list: unknown[], from: number): void {
  for (let low = from, high = list.length - 1; low < high; low++, high--) {
    const first = list[low];
    list[low] = list[high];
    list[high] = first;
  }
}
