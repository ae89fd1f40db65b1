/** What is asked of `package-lock.json`: that an installation can bring nothing but what was looked at. */

/** An entry of the lockfile, as far as it is read here. */
export interface LockedPackage {
  readonly version?: string;
  /** Where it comes from; left out where that is the registry of whoever installs. */
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  /** It lies in the archive of the package that it belongs to, whose integrity is its own. */
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  /** What it is in the registry, where it is installed under another name. */
  readonly name?: string;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface Manifest {
  /** The packages whose install scripts somebody has decided on. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** What is wrong with a lockfile, a sentence each, in its order; empty where nothing is. */
export function faultsOf(lock: Lockfile, manifest: Manifest): readonly string[] {
  const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
  const hosts = new Set(installed.flatMap(([, { resolved }]) => hostOf(resolved) ?? []));
  return [
    ...unpinned(manifest),
    ...installed.flatMap(([path, entry]) => [
      ...sourceFaults(path, entry).map(fault => `${path} ${fault}`),
      ...scriptFaults(path, entry, manifest).map(fault => `${path} ${fault}`),
    ]),
    ...(hosts.size > 1 ? [`packages come from ${hosts.size} hosts: ${[...hosts].join(', ')}`] : []),
  ];
}

const unpinned = ({ dependencies = {}, devDependencies = {} }: Manifest): readonly string[] =>
  Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !VERSION.test(version))
    .map(([name, version]) => `package.json asks for ${name} ${version}, which is no exact version`);

function sourceFaults(path: string, entry: LockedPackage): readonly string[] {
  const { version = '', resolved, integrity = '', link = false, inBundle = false } = entry;
  if (link || !path.includes('node_modules/')) return ['is a folder, and no package'];
  if (!VERSION.test(version)) return [`has no version, but ${version || 'nothing'}`];
  if (resolved !== undefined && !isRegistryPath(resolved, entry.name ?? nameOf(path), version))
    return [`comes from ${resolved}, which is not where a registry has it`];
  if (!inBundle && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity)) return ['has no SHA-512 of its archive'];
  return [];
}

function scriptFaults(
  path: string,
  { hasInstallScript = false, name = nameOf(path) }: LockedPackage,
  { allowScripts = {} }: Manifest,
): readonly string[] {
  return hasInstallScript && !Object.hasOwn(allowScripts, name)
    ? ['has an install script, on which allowScripts says nothing']
    : [];
}

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Every registry has a package at `NAME/-/LAST-PART-OF-NAME-VERSION.tgz`. */
function isRegistryPath(resolved: string, name: string, version: string): boolean {
  const archive = `${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`;
  return resolved.startsWith('https://') && decodeURIComponent(resolved).endsWith(`/${name}/-/${archive}`);
}

function hostOf(resolved: string | undefined): string | undefined {
  return resolved !== undefined && URL.canParse(resolved) ? new URL(resolved).host : undefined;
}
