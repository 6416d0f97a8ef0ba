import type { ColourLevel, Report } from './context.ts';

export type FormatName =
  | 'text'
  | 'json'
  | 'sarif'
  | 'junit'
  | 'github'
  | 'github-summary'
  | 'gitlab'
  | 'markdown'
  | 'html';

/** The formats, each loaded only when it is asked for; chalk only where there is something to colour. */
export const formats: Readonly<Record<FormatName, (colour: ColourLevel) => Promise<Report>>> = {
  text: async (colour) => {
    const { textReport } = await import('./text.ts');
    const { plain } = await import('./paint.ts');
    return textReport(colour === 0 ? plain : (await import('./chalk-paint.ts')).chalkPaint(colour));
  },
  json: async () => (await import('./json.ts')).jsonReport,
  sarif: async () => (await import('./sarif.ts')).sarifReport,
  junit: async () => (await import('./more-formats.ts')).junitReport,
  github: async () => (await import('./more-formats.ts')).githubReport,
  'github-summary': async () => (await import('./more-formats.ts')).jobSummaryReport,
  gitlab: async () => (await import('./more-formats.ts')).gitlabReport,
  html: async () => (await import('./html.ts')).htmlReport,
  markdown: async () => (await import('./more-formats.ts')).markdownReport,
};
