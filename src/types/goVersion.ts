/** Language versions as minor numbers: 26 for go1.26 (go/types' version.go and check.go, Go 1.26). */

/** Above all versions there are: nothing is forbidden. */
const unlimited = 1_000_000;

/** The version of a file: its own `//go:build go1.N`, which may not go below 1.21, or the module's. */
export function minorVersion(module: string, file: string | undefined): number {
  const own = file === undefined ? undefined : parse(file);
  if (own !== undefined) return Math.max(own, 21);
  return parse(module) ?? unlimited;
}

function parse(version: string): number | undefined {
  const match = /^(?:go)?1\.(\d+)/.exec(version);
  return match === null ? undefined : Number(match[1]);
}
