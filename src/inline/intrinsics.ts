/**
 * Functions that the compiler has instructions for instead of a call (the keys of the table in
 * cmd/compile/internal/ssagen/intrinsics.go, Go 1.26, as its test lists them; archsimd is left out).
 */

export type Arch = 'amd64' | 'arm64' | '386';

/** Names by package path, with blanks between. */
const names: Record<Arch, Record<string, string>> = {
  amd64: {
    'crypto/internal/constanttime': 'Select boolToUint8',
    'internal/runtime/atomic':
      'And And32 And64 And8 Cas Cas64 CasRel Casint32 Casint64 Casp1 Casuintptr Load Load64 Load8 LoadAcq LoadAcq64 LoadAcquintptr Loadint32 Loadint64 Loadp Loaduint Loaduintptr Or Or32 Or64 Or8 Store Store64 Store8 StoreRel StoreRel64 StoreReluintptr Storeint32 Storeint64 StorepNoWB Storeuintptr Xadd Xadd64 Xaddint32 Xaddint64 Xadduintptr Xchg Xchg64 Xchg8 Xchgint32 Xchgint64 Xchguintptr',
    'internal/runtime/maps':
      'bitsetFirst bitsetLowestSet bitsetRemoveBelow bitsetShiftOutLowest ctrlGroupMatchEmpty ctrlGroupMatchEmptyOrDeleted ctrlGroupMatchFull ctrlGroupMatchH2',
    'internal/runtime/math': 'Add64 Mul64 MulUintptr',
    'internal/runtime/sys':
      'Bswap32 Bswap64 GetCallerPC GetCallerSP GetClosurePtr Len64 Len8 OnesCount64 Prefetch PrefetchStreamed TrailingZeros32 TrailingZeros64 TrailingZeros8',
    math: 'Ceil FMA Floor RoundToEven Trunc sqrt',
    'math/big': 'mulWW',
    'math/bits':
      'Add Add64 Div Div64 Len Len16 Len32 Len64 Len8 Mul Mul64 OnesCount OnesCount16 OnesCount32 OnesCount64 ReverseBytes32 ReverseBytes64 RotateLeft RotateLeft16 RotateLeft32 RotateLeft64 RotateLeft8 Sub Sub64 TrailingZeros16 TrailingZeros32 TrailingZeros64 TrailingZeros8',
    runtime: 'KeepAlive slicebytetostringtmp',
    sync: 'runtime_LoadAcquintptr runtime_StoreReluintptr',
    'sync/atomic':
      'AddInt32 AddInt64 AddUint32 AddUint64 AddUintptr AndInt32 AndInt64 AndUint32 AndUint64 AndUintptr CompareAndSwapInt32 CompareAndSwapInt64 CompareAndSwapUint32 CompareAndSwapUint64 CompareAndSwapUintptr LoadInt32 LoadInt64 LoadPointer LoadUint32 LoadUint64 LoadUintptr OrInt32 OrInt64 OrUint32 OrUint64 OrUintptr StoreInt32 StoreInt64 StoreUint32 StoreUint64 StoreUintptr SwapInt32 SwapInt64 SwapUint32 SwapUint64 SwapUintptr',
  },
  arm64: {
    'crypto/internal/constanttime': 'Select boolToUint8',
    'internal/runtime/atomic':
      'And And32 And64 And8 Anduintptr Cas Cas64 CasRel Casint32 Casint64 Casp1 Casuintptr Load Load64 Load8 LoadAcq LoadAcq64 LoadAcquintptr Loadint32 Loadint64 Loadp Loaduint Loaduintptr Or Or32 Or64 Or8 Oruintptr Store Store64 Store8 StoreRel StoreRel64 StoreReluintptr Storeint32 Storeint64 StorepNoWB Storeuintptr Xadd Xadd64 Xaddint32 Xaddint64 Xadduintptr Xchg Xchg64 Xchg8 Xchgint32 Xchgint64 Xchguintptr',
    'internal/runtime/math': 'Add64 Mul64 MulUintptr',
    'internal/runtime/sys':
      'Bswap32 Bswap64 GetCallerPC GetCallerSP GetClosurePtr Len64 Len8 OnesCount64 Prefetch PrefetchStreamed TrailingZeros32 TrailingZeros64 TrailingZeros8',
    math: 'Abs Ceil FMA Floor Round RoundToEven Trunc sqrt',
    'math/big': 'mulWW',
    'math/bits':
      'Add Add64 Len Len16 Len32 Len64 Len8 Mul Mul64 OnesCount OnesCount16 OnesCount32 OnesCount64 Reverse Reverse16 Reverse32 Reverse64 Reverse8 ReverseBytes32 ReverseBytes64 RotateLeft RotateLeft32 RotateLeft64 Sub Sub64 TrailingZeros16 TrailingZeros32 TrailingZeros64 TrailingZeros8',
    runtime: 'KeepAlive memequal publicationBarrier slicebytetostringtmp',
    sync: 'runtime_LoadAcquintptr runtime_StoreReluintptr',
    'sync/atomic':
      'AddInt32 AddInt64 AddUint32 AddUint64 AddUintptr AndInt32 AndInt64 AndUint32 AndUint64 AndUintptr CompareAndSwapInt32 CompareAndSwapInt64 CompareAndSwapUint32 CompareAndSwapUint64 CompareAndSwapUintptr LoadInt32 LoadInt64 LoadPointer LoadUint32 LoadUint64 LoadUintptr OrInt32 OrInt64 OrUint32 OrUint64 OrUintptr StoreInt32 StoreInt64 StoreUint32 StoreUint64 StoreUintptr SwapInt32 SwapInt64 SwapUint32 SwapUint64 SwapUintptr',
  },
  '386': {
    'crypto/internal/constanttime': 'boolToUint8',
    'internal/runtime/math': 'MulUintptr',
    'internal/runtime/sys':
      'Bswap32 Bswap64 GetCallerPC GetCallerSP GetClosurePtr TrailingZeros32 TrailingZeros64 TrailingZeros8',
    math: 'sqrt',
    'math/bits':
      'Mul64 ReverseBytes32 ReverseBytes64 TrailingZeros16 TrailingZeros32 TrailingZeros64 TrailingZeros8',
    runtime: 'KeepAlive slicebytetostringtmp',
  },
};

const sets = new Map<Arch, ReadonlyMap<string, ReadonlySet<string>>>();

/** The function ("f", "(*T).m", "T.m") of that package is an intrinsic of the architecture. */
export function isIntrinsic(arch: Arch, path: string, sym: string): boolean {
  let byPath = sets.get(arch);
  if (byPath === undefined) {
    byPath = new Map(Object.entries(names[arch]).map(([each, list]) => [each, new Set(list.split(' '))]));
    sets.set(arch, byPath);
  }
  return byPath.get(path)?.has(sym) === true;
}
