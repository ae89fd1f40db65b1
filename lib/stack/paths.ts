import { fileURLToPath } from 'node:url';

/** Folder of package.json, without a slash at its end. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** A function's folder, whose `index.ts` is its handler. */
export const functionFolder = (folder: string): string => `${PROJECT_ROOT}/functions/${folder}`;

/** The folder of the Dockerfile of a function's task, which holds nothing else. */
export const taskImageFolder = (folder: string): string => `${functionFolder(folder)}/image`;
