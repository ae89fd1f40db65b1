/** One request to AWS, as its signature and its body tell it. */
export interface AwsRequest {
  /** Who signs: the access key's id, which no secret is needed to read. */
  readonly signer: string;
  /** The service as its signature names it: `dynamodb`, `ssm`, `s3`, `cloudformation`. */
  readonly service: string;
  /** The action as IAM names it, without its service: `PutItem`, `GetParametersByPath`. */
  readonly action: string;
  readonly path: string;
  readonly body: string;
}

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Reads a request; undefined when nobody has signed it. */
export function awsRequest({ method, url, headers, body }: Received): AwsRequest | undefined {
  const { signer, service } = scopeOf(String(headers.authorization ?? ''));
  if (signer === undefined || service === undefined) return undefined;
  return { signer, service, action: actionOf(service, { method, url, headers, body }), path: url, body };
}

const SCOPE = /Credential=(?<signer>[^/]+)\/\d{8}\/[^/]+\/(?<service>[^/]+)\/aws4_request/;

const scopeOf = (authorization: string): { readonly signer?: string; readonly service?: string } =>
  SCOPE.exec(authorization)?.groups ?? {};

/** Three ways to say it: a header, a field of the form, and for S3 the method with the path. */
function actionOf(service: string, { method, url, headers, body }: Received): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  if (service === 's3') return s3Action(method, url);
  return new URLSearchParams(body).get('Action') ?? `${method} ${url}`;
}

function s3Action(method: string, url: string): string {
  const { pathname } = new URL(url, 'http://s3');
  const onObject = pathname.split('/').filter(Boolean).length > 1;
  if (method === 'GET' || method === 'HEAD') return onObject ? 'GetObject' : 'ListBucket';
  if (method === 'PUT') return onObject ? 'PutObject' : 'CreateBucket';
  return onObject ? 'DeleteObject' : `${method} bucket`;
}
