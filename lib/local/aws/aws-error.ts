/** An error as the service would answer it: `{"__type": type, "message": …}`. */
export class AwsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Errors that the services answer with a status of 500 or more; all others are 400. */
const SERVER_ERRORS: Readonly<Record<string, number>> = {
  InternalServerError: 500,
  InternalFailure: 500,
  ServiceUnavailable: 503,
};

/** HTTP status of an error type. */
export const statusOf = (type: string): number => SERVER_ERRORS[type] ?? 400;

export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);
