import type { PolicyText } from '../fact/kinds/iam.ts';

/**
 * A policy document as a JSON object: IAM percent-encodes it (RFC 3986), other services send JSON text. What is neither is
 * left as it came. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
export function policyText(text: string): PolicyText {
  try {
    const plain = text.trimStart().startsWith('{') ? text : decodeURIComponent(text);
    const parsed: unknown = JSON.parse(plain);
    return typeof parsed === 'object' && parsed !== null ? parsed : text;
  } catch {
    return text;
  }
}
