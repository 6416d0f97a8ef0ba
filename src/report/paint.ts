/** The few ways in which a text report sets words apart; what they look like is a terminal's matter. */
export interface Paint {
  error(text: string): string;
  warning(text: string): string;
  info(text: string): string;
  good(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

const same = (text: string) => text;

/** No colours: for pipes, files and those who want none. */
export const plain: Paint = { error: same, warning: same, info: same, good: same, strong: same, dim: same };
