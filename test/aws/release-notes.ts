/** What the release that does not exist changes in the limits. */
export const CHANGED = { name: 'risk/positions-max', text: '7' } as const;
export const NEW = {
  name: 'risk/of-the-next-release',
  text: '12',
  description: 'A limit that this release does not know. Unit: a number.',
  pattern: '^[0-9]{1,2}$',
} as const;
export const REMOVED = 'risk/stops-max';
