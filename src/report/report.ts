import type { ColourLevel, Report } from './context.ts';

export type FormatName = 'text' | 'json' | 'sarif';

/** The formats, each loaded only when it is asked for; chalk only where there is something to colour. */
export const formats: Readonly<Record<FormatName, (colour: ColourLevel) => Promise<Report>>> = {
  text: async (colour) => {
    const { textReport } = await import('./text.ts');
    const { plain } = await import('./paint.ts');
    return textReport(colour === 0 ? plain : (await import('./chalk-paint.ts')).chalkPaint(colour));
  },
  json: async () => (await import('./json.ts')).jsonReport,
  sarif: async () => (await import('./sarif.ts')).sarifReport,
};
