/**
 * What a bundle of anything that runs nets needs: the library stays outside the bundle, and lies beside it with the
 * binaries of Lambda's processor alone, some 25 MB of the package's 288. Imports nothing of it itself, so that the
 * stack can read it for nothing.
 */

/** Files below `node_modules` that the library needs when it runs. Its other dependencies serve its installation. */
const NEEDED = [
  'onnxruntime-common/package.json',
  'onnxruntime-common/dist/cjs',
  'onnxruntime-node/package.json',
  'onnxruntime-node/dist',
];

const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

/** Shell commands that lay the library beside a bundle. `arch` as Node names it. */
export function onnxCopyCommands(modules: string, outputFolder: string, arch: 'arm64' | 'x64'): string[] {
  return [...NEEDED, `onnxruntime-node/bin/napi-v6/linux/${arch}`].flatMap(path => {
    const target = `${outputFolder}/node_modules/${path}`;
    return [
      `mkdir -p ${quoted(target.slice(0, target.lastIndexOf('/')))}`,
      `cp -R ${quoted(`${modules}/${path}`)} ${quoted(target)}`,
    ];
  });
}

/** In the words of esbuild: what a bundle looks for beside itself. */
export const onnxExternal: readonly string[] = ['onnxruntime-node'];
