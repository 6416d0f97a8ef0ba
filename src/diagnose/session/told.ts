/** Marks of what must not be shown: the token of a session, the routing key in the address of its channel, a signed request. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/(cell-number=)[^\s&")]+/gi, '$1…'],
  [/(\btoken_?value\\?["']?\s*[:=]\s*\\?["']?|\\?["']token\\?["']\s*:\s*\\?["'])[\w+/=.-]+/gi, '$1…'],
  [/(X-Amz-[A-Za-z-]+=)[^\s&"]+/g, '$1…'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '…'],
];

/** The most that is quoted of a line, in characters. */
const MOST = 300;

/** A line of a log as a quotation: on one line, without secrets, and not endless. */
export function told(message: string): string {
  let text = message.replace(/\s+/g, ' ').trim();
  for (const [secret, instead] of SECRETS) text = text.replace(secret, instead);
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/** A length of time for people: `5 h 3 min`, `20 min`, `1 min 30 s`, `50 s`. */
export function lasting(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  const hours = Math.floor(minutes / 60);
  if (hours === 0)
    return minutes < 10 && seconds % 60 > 0 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** `once`, `twice`, `5 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
