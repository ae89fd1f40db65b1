import { copyFileSync } from 'node:fs';
import { bundleInto, layNetsBeside } from './bundling.ts';
import { taskImageFolder } from './paths.ts';

/**
 * Lays what a task's image is made of into a folder: the code as a function's is bundled, in `task.mjs`, the nets' runtime
 * for the same processor, and the Dockerfile.
 */
export function bundleTask(folder: string, into: string): void {
  bundleInto(`functions/${folder}/task.ts`, `${into}/task.mjs`);
  layNetsBeside(into);
  copyFileSync(`${taskImageFolder(folder)}/Dockerfile`, `${into}/Dockerfile`);
}
