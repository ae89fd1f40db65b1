/** An instant's day, UTC: `2025-05-01`. */
export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);
