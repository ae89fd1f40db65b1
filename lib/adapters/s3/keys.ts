/** Where a desk's models lie in the bucket that all desks share. */
export const modelsPrefix = (desk: string): string => `models/${desk}/`;

/** In the bucket of sweeps: where runs lie, each under its id. */
export const RUNS_PREFIX = 'runs/';
/** In the bucket of sweeps: where files lie that runs share, each under its SHA-256. */
export const SHARED_PREFIX = 'files/';
