/** The releases of Go whose compiler and runtime are modelled; each folder's goVersion.ts tells what differs there. */

export const goVersions = ['1.24', '1.25', '1.26'] as const;
export type GoVersion = (typeof goVersions)[number];
export const newestGoVersion: GoVersion = '1.26';

export function isGoVersion(value: unknown): value is GoVersion {
  return goVersions.some(version => version === value);
}

/** The modelled release that is nearest to a text such as "go1.25.3", "1.25"; the newest where it is none. */
export function nearestGoVersion(text: string | undefined): GoVersion {
  const match = /^(?:go)?1\.(\d+)/.exec(text ?? '');
  if (match === null) return newestGoVersion;
  const minor = Number(match[1]);
  return goVersions.find(version => minorOf(version) >= minor) ?? newestGoVersion;
}

/** Whether a release is `since` or a later one. */
export function isSince(version: GoVersion, since: GoVersion): boolean {
  return minorOf(version) >= minorOf(since);
}

function minorOf(version: GoVersion): number {
  return Number(version.slice(2));
}
