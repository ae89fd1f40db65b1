import { dynamoModelRoster } from '../adapters/dynamo/model-roster.ts';
import { deskTable } from '../adapters/dynamo/table.ts';
import { memoryModelStore } from '../adapters/memory/model-store.ts';
import { modelFolder } from '../adapters/model-folder.ts';
import { s3ModelFiles } from '../adapters/s3/model-files.ts';
import type { ModelStore } from '../ports.ts';
import type { DeskEnvironment } from './environment.ts';

const noModels = memoryModelStore();

/** The models of a desk, or of the one that it shadows, where its environment says they are; an empty store where it names no place. */
export function modelStoreOf({
  models,
  table,
  desk: own,
  twinOf: desk = own,
}: Pick<DeskEnvironment, 'models' | 'table' | 'desk' | 'twinOf'>): ModelStore {
  if (models === undefined) return noModels;
  if ('folder' in models) return modelFolder(models.folder);
  return {
    files: s3ModelFiles({ bucket: models.bucket, desk }),
    roster: dynamoModelRoster(deskTable({ table, desk })),
  };
}
