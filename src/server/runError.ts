/** Why there is no run, in words a person can act on. */
export class RunError extends Error {}
