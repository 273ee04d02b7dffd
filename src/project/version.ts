/** Module versions (semantic versions with a `v`, as golang.org/x/mod/semver orders them) and Go releases. */

/** Below, at or above zero as `a` is older than, the same as or newer than `b`. What is no version is oldest. */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined);
  for (let i = 0; i < 3; i++) {
    const order = compareNumbers(left.numbers[i], right.numbers[i]);
    if (order !== 0) return order;
  }
  return comparePrerelease(left.prerelease, right.prerelease);
}

/** The minor release of "1.26", "go1.26.3", "1.26rc1": 26; undefined if it is none of Go 1. */
export function goRelease(version: string): number | undefined {
  const match = /^(?:go)?1\.(\d{1,4})(?:\D|$)/.exec(version);
  return match === null ? undefined : Number(match[1]);
}

interface Version {
  numbers: readonly [string, string, string];
  prerelease: readonly string[];
}

function parseVersion(version: string): Version | undefined {
  const match = /^v(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(version);
  if (match === null) return undefined;
  return {
    numbers: [match[1], match[2] ?? '0', match[3] ?? '0'],
    prerelease: match[4] === undefined ? [] : match[4].split('.'),
  };
}

function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+(?=\d)/, '');
  const right = b.replace(/^0+(?=\d)/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] === b[i]) continue;
    const leftNumeric = /^\d+$/.test(a[i]);
    const rightNumeric = /^\d+$/.test(b[i]);
    if (leftNumeric && rightNumeric) return compareNumbers(a[i], b[i]);
    if (leftNumeric !== rightNumeric) return leftNumeric ? -1 : 1;
    return a[i] < b[i] ? -1 : 1;
  }
  return a.length - b.length;
}
