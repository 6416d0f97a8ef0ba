/** States of KMS keys and what they do to Decrypt; source and date in key-states.json. */
import data from './key-states.json' with { type: 'json' };

/** Does KMS refuse to decrypt with a key in that state? Undefined where its page does not list the state. */
export function unusableKeyState(state: string): boolean | undefined {
  if (data.refuses.includes(state)) return true;
  return data.decrypts.includes(state) ? false : undefined;
}
