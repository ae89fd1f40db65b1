import { npm } from './npm.ts';

/**
 * The bill of materials of what is shipped, as CycloneDX 1.5, made by npm from the lockfile. npm's own `--omit dev` is not
 * used: it leaves out what a development dependency needs as well, such as zod, which lies in every bundle
 * (https://github.com/npm/cli/issues/7909). So npm lists everything, and what it marks as development's alone is taken out.
 */
export interface Bill {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}

/** Throws when npm cannot make one. */
export function billOfMaterials(name: string): Bill {
  const flags = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const { code, output, errors } = npm('sbom', ...flags);
  if (code !== 0) throw new Error(`npm sbom ended with ${code}: ${errors.trim().slice(-500)}`);
  return shipped(JSON.parse(output) as Bill, name);
}

/** A bill without what development alone needs. npm names the project after its folder, which is replaced. */
export function shipped(bill: Bill, name: string): Bill {
  const components = bill.components.filter(component => !isDevelopment(component));
  const dropped = new Set(bill.components.filter(isDevelopment).map(component => component['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => !dropped.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(on => !dropped.has(on)) }));
  const component = { ...bill.metadata.component, name };
  return { ...bill, metadata: { ...bill.metadata, component }, components, dependencies };
}

const isDevelopment = ({ properties }: Component): boolean =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
