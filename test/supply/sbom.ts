import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/stack/paths.ts';
import { billOfMaterials } from './bill.ts';

/** `npm run sbom`: writes the bill of materials of what is shipped, as CycloneDX, into `sbom/`. */
const { name } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { name: string };
const file = `sbom/${name}.cdx.json`;
const bill = billOfMaterials(name);
mkdirSync(join(PROJECT_ROOT, 'sbom'), { recursive: true });
writeFileSync(join(PROJECT_ROOT, file), `${JSON.stringify(bill, undefined, 2)}\n`);
console.log(`${file}: ${bill.components.length} packages are shipped, or are needed to deploy`);
