/** Where a desk's models lie in the bucket that all desks share. */
export const modelsPrefix = (desk: string): string => `models/${desk}/`;
