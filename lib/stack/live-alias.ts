import {
  Alias,
  type EventInvokeConfigOptions,
  type IFunction,
  type IVersion,
  type Function as Lambda,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** The same for all functions and for good: whoever calls one calls this name, whatever version it stands for. */
export const LIVE = 'live';

/**
 * How late a call may be, how often it is tried again, and who is told when it fails. All of it has to be said: what
 * Lambda does of itself is two more tries within six hours, and what is said of the function does not hold for its alias.
 */
type Calls = Required<Pick<EventInvokeConfigOptions, 'maxEventAge' | 'retryAttempts'>> &
  Pick<EventInvokeConfigOptions, 'onFailure'>;

/**
 * What callers of a function call: a name for the version that is in force. A deployment publishes code and environment
 * together as a new version, which nobody calls yet, and then moves the name: a call finds all of a release or nothing of it,
 * and a tick under way ends on the release that it began with. Old versions are kept, so that the name can be moved
 * back; `docs/upgrading.md` says how they are cleaned up.
 */
export function liveAlias(scope: Construct, lambda: Lambda, calls: Calls): IFunction {
  // The constructs have members that their own interfaces do not allow to be undefined.
  const version = lambda.currentVersion as IVersion;
  return new Alias(scope, 'Live', { aliasName: LIVE, version, ...calls }) as IFunction;
}
