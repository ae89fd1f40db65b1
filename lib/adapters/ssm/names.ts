/** The folder of a desk's limits, without a slash at its end. */
export const limitsPath = (desk: string): string => `/perpdesk/${desk}/limits`;
export const limitParameter = (desk: string, name: string): string => `${limitsPath(desk)}/${name}`;
/** A limit's name from its parameter's. */
export const limitName = (desk: string, parameter: string): string =>
  parameter.slice(limitsPath(desk).length + 1);

export const secretParameter = (desk: string, name: string): string => `/perpdesk/${desk}/secrets/${name}`;
