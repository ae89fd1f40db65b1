/** The desk's name in every story. */
export const DESK = 'storm';
