import { isAbsolute, relative, resolve } from 'node:path';

/** Where CI systems say that they checked the project out: GitHub Actions, GitLab. */
const ROOTS = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'] as const;

/**
 * The path of an input from the root of the project: that of the checkout in a CI system that says so, else the folder that the
 * command runs in. A file outside of it keeps its name.
 */
export function projectPath(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): (file: string) => string {
  const said = ROOTS.flatMap((name) => environment[name] || []);
  const roots = [...said.map((root) => resolve(root)), folder];
  return (file) => {
    if (/^<.*>$/.test(file)) return file;
    for (const root of roots) {
      const path = relative(root, resolve(folder, file));
      if (path !== '' && !isAbsolute(path) && !/^\.\.(?:[/\\]|$)/.test(path)) return path;
    }
    return file;
  };
}
