/** Language versions, as "go1.26" or "go1.21.3" (go/version, Go 1.26). */

export interface GoVersion {
  major: number;
  minor: number;
}

/** The language version; undefined where the text is none. */
export function parseVersion(text: string): GoVersion | undefined {
  const match = /^(?:go)?(\d+)(?:\.(\d+))?/.exec(text);
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2] ?? 0) };
}

/** The version is `major.minor` or later; what is no version is taken for the newest. */
export function versionAtLeast(version: string, major: number, minor: number): boolean {
  const parsed = parseVersion(version);
  if (parsed === undefined) return true;
  return parsed.major > major || (parsed.major === major && parsed.minor >= minor);
}

/** Negative, 0 or positive as `x` is older than, equal to or newer than `y`, by language version. */
export function compareVersions(x: string, y: string): number {
  const a = parseVersion(x);
  const b = parseVersion(y);
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return a.major - b.major || a.minor - b.minor;
}
