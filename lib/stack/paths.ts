import { fileURLToPath } from 'node:url';

/** Folder of package.json, without a slash at its end. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The entry file of a function's folder. */
export const functionEntry = (folder: string): string => `${PROJECT_ROOT}/functions/${folder}/index.ts`;

/** The folder of the Dockerfile of a function's task, which holds nothing else. */
export const taskImageFolder = (folder: string): string => `${PROJECT_ROOT}/functions/${folder}/image`;
