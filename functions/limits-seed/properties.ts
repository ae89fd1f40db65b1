import * as z from 'zod/mini';

const seed = z.object({
  name: z.string(),
  text: z.string(),
  description: z.string(),
  pattern: z.string(),
});
const properties = z.object({
  desk: z.string().check(z.minLength(1)),
  seeds: z.array(seed).check(z.minLength(1)),
});

/** What the stack tells the seeder about one desk. */
export type SeederProperties = z.infer<typeof properties>;

/** The properties of the custom resource. Throws one line naming what is wrong with them. */
export function propertiesOf(given: unknown): SeederProperties {
  const read = properties.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`the limits' properties are malformed at ${issue?.path.join('.')}: ${issue?.message}`);
}
