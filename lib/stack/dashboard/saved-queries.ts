import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { QUERIES } from './queries.ts';

interface SavedQueriesProps {
  /** Where the functions of all desks write. */
  readonly logs: readonly ILogGroup[];
}

/** The questions in the console's list of saved queries, for all desks together: a stack may hold so many resources. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { logs }: SavedQueriesProps) {
    super(scope, id);
    for (const [name, lines] of Object.entries(QUERIES))
      new CfnQueryDefinition(this, name, {
        name: `perpdesk/${name}`,
        queryString: lines.join('\n| '),
        logGroupNames: logs.map(({ logGroupName }) => logGroupName),
      });
  }
}
