/** The folder of a desk's limits, without a slash at its end. */
export const limitsPath = (desk: string): string => `/perpdesk/${desk}/limits`;
export const limitParameter = (desk: string, name: string): string => `${limitsPath(desk)}/${name}`;
/** A limit's name from its parameter's. */
export const limitName = (desk: string, parameter: string): string =>
  parameter.slice(limitsPath(desk).length + 1);

/** The folder of a desk's secrets, without a slash at its end. */
export const secretsPath = (desk: string): string => `/perpdesk/${desk}/secrets`;
export const secretParameter = (desk: string, name: string): string => `${secretsPath(desk)}/${name}`;

/** Where a person confirms which account a live desk may touch: a plain text, beside the secrets and not among them. */
export const liveAccountParameter = (desk: string): string => `/perpdesk/${desk}/live/confirmed-account`;
