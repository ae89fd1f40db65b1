/**
 * Stands in for `@aws-sdk/credential-provider-node` in the functions' bundles. Lambda hands a function its role's credentials in
 * the environment, for as long as the container lives, and the SDK's chain finds them there first; what else it knows (files of
 * a developer's machine, single sign-on, other clouds' tokens) makes a sixth of a container's start.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined)
    throw new Error('no credentials in the environment, where Lambda lays those of the role');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  };
};
