import { PortError } from '../ports.ts';

const KINDS: Readonly<Record<string, PortError['kind']>> = {
  ProvisionedThroughputExceededException: 'throttled',
  RequestLimitExceeded: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  TooManyUpdates: 'throttled',
  AccessDenied: 'unauthorised',
  AccessDeniedException: 'unauthorised',
  CredentialsProviderError: 'unauthorised',
  ExpiredTokenException: 'unauthorised',
  InvalidSignatureException: 'unauthorised',
  MissingAuthenticationTokenException: 'unauthorised',
  UnrecognizedClientException: 'unauthorised',
  SerializationException: 'malformed',
  ValidationException: 'malformed',
};

/**
 * What an AWS client threw, as the desk's own error. `what` names the call: `DynamoDB: saving live#book`. Anything
 * not known for something better is `unavailable`: it may have happened, and nobody can say.
 */
export function portError(what: string, error: unknown): PortError {
  if (error instanceof PortError) return error;
  const name = error instanceof Error ? error.name : 'unknown error';
  const kind = KINDS[name] ?? 'unavailable';
  // What is said about credentials may quote them.
  const detail = kind === 'unauthorised' || !(error instanceof Error) ? '' : `: ${firstLine(error.message)}`;
  return new PortError(kind, `${what} failed: ${name}${detail}`, { cause: error });
}

/** Awaits an AWS call; whatever it throws becomes a PortError. */
export async function asked<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw portError(what, error);
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
