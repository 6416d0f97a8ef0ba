/** The formats for CI systems, which few runs need: one bundle beside the command's, loaded when one of them is asked for. */
export { githubReport } from './github.ts';
export { gitlabReport } from './gitlab.ts';
export { junitReport } from './junit.ts';
export { jobSummaryReport, markdownReport } from './markdown.ts';
