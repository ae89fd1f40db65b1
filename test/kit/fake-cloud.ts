import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What this cloud tells of a stack; undefined where none is deployed. */
export interface FakeStack {
  readonly status?: string;
  readonly terminationProtection?: boolean;
  readonly outputs?: Readonly<Record<string, string>>;
  /** What each function is told. */
  readonly functions?: readonly Readonly<Record<string, string>>[];
}

export interface FakeCloud {
  stack?: FakeStack;
  /** By name, what else is deployed. */
  others?: Readonly<Record<string, FakeStack>>;
  /** By topic ARN: each address, and whether it is confirmed. */
  subscriptions: Readonly<Record<string, readonly (readonly [endpoint: string, confirmed: boolean])[]>>;
  /** An action that the credentials may not do. */
  denied?: string;
}

/**
 * The calls that a preflight makes to AWS beside those of a desk: STS, CloudFormation and SNS, and an S3 in which nothing lies.
 * They speak the query protocol; what is asked is in the body.
 */
export async function startFakeCloud(cloud: FakeCloud) {
  const asked: string[] = [];
  const stacks: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const action = form.get('Action') ?? 'S3';
      asked.push(action);
      if (action === 'DescribeStacks') stacks.push(form.get('StackName') ?? 'all');
      const { status, body } = answer(cloud, action, form);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    /** The stacks that were asked about, in order. */
    stacksAsked: () => stacks,
    /** The environment that sends the SDK here. */
    env: {
      AWS_ENDPOINT_URL_STS: url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: url,
      AWS_ENDPOINT_URL_SNS: url,
      AWS_ENDPOINT_URL_S3: url,
    },
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

const ok = (action: string, result: string): Reply => ({
  status: 200,
  body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});
const fault = (status: number, code: string, message: string): Reply => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

function answer(cloud: FakeCloud, action: string, form: URLSearchParams): Reply {
  const { stack, others = {}, subscriptions, denied } = cloud;
  const there = Object.entries({ ...(stack === undefined ? {} : { perpdesk: stack }), ...others });
  const named = form.get('StackName');
  const asked = there.filter(([name]) => named === null || name === named);
  if (action === denied)
    return fault(
      403,
      'AccessDenied',
      `User: arn:x is not authorized to perform: service:${action} on resource: y`,
    );
  switch (action) {
    case 'GetCallerIdentity':
      return ok(action, '<Arn>arn:aws:iam::123456789012:user/ann</Arn><Account>123456789012</Account>');
    case 'DescribeStacks':
      return named !== null && asked.length === 0
        ? fault(400, 'ValidationError', `Stack with id ${named} does not exist`)
        : ok(
            action,
            `<Stacks>${asked.map(each => `<member>${described(...each)}</member>`).join('')}</Stacks>`,
          );
    case 'GetTemplate':
      return ok(action, `<TemplateBody>${escaped(template(asked[0]?.[1] ?? {}))}</TemplateBody>`);
    case 'ListSubscriptionsByTopic':
      return ok(
        action,
        `<Subscriptions>${listed(subscriptions[form.get('TopicArn') ?? ''] ?? [])}</Subscriptions>`,
      );
    default:
      return {
        status: 404,
        body: '<Error><Code>NoSuchKey</Code><Message>nothing lies here</Message></Error>',
      };
  }
}

const described = (
  name: string,
  { status = 'CREATE_COMPLETE', terminationProtection = true, outputs = {} }: FakeStack,
) =>
  [
    `<StackName>${name}</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime>`,
    `<StackStatus>${status}</StackStatus>`,
    `<EnableTerminationProtection>${terminationProtection}</EnableTerminationProtection><Outputs>`,
    ...Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    ),
    '</Outputs>',
  ].join('');

const template = ({ functions = [] }: FakeStack): string =>
  JSON.stringify({
    Resources: Object.fromEntries(
      functions.map((Variables, n) => [
        `Function${n}`,
        { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } },
      ]),
    ),
  });

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const listed = (subscriptions: readonly (readonly [string, boolean])[]): string =>
  subscriptions
    .map(
      ([endpoint, confirmed]) =>
        `<member><Protocol>email</Protocol><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${confirmed ? 'arn:aws:sns:x:1:t:2' : 'PendingConfirmation'}</SubscriptionArn></member>`,
    )
    .join('');
