/** Put in by the build from package.json. */
declare const PACKAGE_VERSION: string | undefined;

/** The tool's version. */
export const VERSION: string = typeof PACKAGE_VERSION === 'string' ? PACKAGE_VERSION : '0.0.0-source';
