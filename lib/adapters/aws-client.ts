/** Milliseconds for a connection to stand. */
const CONNECT_MS = 1_000;
/** Milliseconds for an answer; three attempts still fit well into a lease. */
const ANSWER_MS = 3_000;

/**
 * How every AWS client of the desk is made: three attempts, short timeouts that fail rather than warn. Connections
 * are kept alive by the SDK's default agent; credentials, region and endpoint come from the environment.
 * `answerMs` is the time each attempt has.
 */
export const awsClientSettings = (answerMs = ANSWER_MS) => ({
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: CONNECT_MS,
    requestTimeout: answerMs,
    throwOnRequestTimeout: true,
  },
});
