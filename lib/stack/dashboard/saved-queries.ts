import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { QUERIES } from './queries.ts';

interface SavedQueriesProps {
  /** Under which the console lists them; of each stack another, or people could not tell them apart. */
  readonly folder: string;
  /** Where the functions of all desks write. */
  readonly logs: readonly ILogGroup[];
}

/** The questions in the console's list of saved queries, for all desks together: a stack may hold so many resources. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { folder, logs }: SavedQueriesProps) {
    super(scope, id);
    for (const [name, lines] of Object.entries(QUERIES))
      new CfnQueryDefinition(this, name, {
        name: `${folder}/${name}`,
        queryString: lines.join('\n| '),
        logGroupNames: logs.map(({ logGroupName }) => logGroupName),
      });
  }
}
