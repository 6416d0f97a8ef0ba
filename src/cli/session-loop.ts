import { keepAliveScript } from '../diagnose/session/keep-alive.ts';

/** What `explain session-longevity/…` calls the loop; no problem of the rule has this name. */
export const LOOP = 'keep-alive';

/** The loop by itself, to be written to a file: what to reach is told by its options. */
export function sessionLoop(): string {
  return keepAliveScript('');
}

/** The loop as the last section of the rule's page. */
export function loopSection(): string {
  return `\n## The loop\n\n\`\`\`bash\n${sessionLoop()}\`\`\`\n`;
}
