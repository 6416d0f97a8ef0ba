/**
 * What yargs uses of Node's `module`, put in its place by the build: the real one brings the loader of ES modules along, which
 * a bundle has no use for. The bundle is CommonJS, so it has a `require` of its own.
 */
export function createRequire(): NodeJS.Require {
  return require;
}
