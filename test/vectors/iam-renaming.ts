import type { IamVector } from './iam.ts';
import { eachString } from './iam-documents.ts';

/** The same question about other things, or undefined where it cannot be asked so. */
type Renaming = (vector: IamVector) => IamVector | undefined;

/** Every text of the vector but its description, with each key; none that `unless` is found in. */
function rewritten(vector: IamVector, rewrite: (text: string) => string): IamVector {
  const { name, because, expected, expected3, ...question } = vector;
  const told = eachString(question, rewrite) as Omit<IamVector, 'name'>;
  return {
    ...told,
    name,
    ...(because && { because }),
    ...(expected && { expected }),
    ...(expected3 && { expected3 }),
  };
}

const ACCOUNT = /(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g;
const PART_OF_ACCOUNT = /\d{3,}[*?]|[*?]\d{3,}/;
const REGION = /\b(us|eu|ap)-(east|west|central|southeast|northeast)-(\d)\b/g;
const PART_OF_REGION =
  /\b(?:us|eu|ap)-[a-z]*[*?]|\b(?:us|eu|ap)[*?]|-(?:east|west|central)-?[*?]|[*?]-?(?:east|west|central)/;

function moved(partition: string, regions: readonly [string, string]): Renaming {
  return (vector) => {
    const whole = JSON.stringify(vector);
    if (PART_OF_REGION.test(whole) || whole.includes('arn:aws-')) return undefined;
    const seen = new Map<string, string>();
    const region = (text: string) => {
      const known = seen.get(text) ?? regions[seen.size];
      if (known !== undefined) seen.set(text, known);
      return known ?? text;
    };
    let lost = false;
    const mutant = rewritten(vector, (text) => {
      // Variables, and patterns that cut an ARN's second part, are about the partition's spelling.
      if (/^arn:(?:aws[*?]|[^*a])/.test(text)) lost = true;
      return text.replaceAll('arn:aws:', `arn:${partition}:`).replace(REGION, region);
    });
    return lost ? undefined : mutant;
  };
}

/** Letters that stand for others, the same for capitals: wildcards, digits and punctuation stay. */
const CIPHER = 'qwertzuiopasdfghjklyxcvbnm';

function enciphered(text: string): string {
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const lower = letter.toLowerCase();
    const other = CIPHER[lower.charCodeAt(0) - 97] as string;
    return letter === lower ? other : other.toUpperCase();
  });
}

/** Words that mean something where they stand; what holds one of them in another place is left alone. */
const MEANING =
  /(^|[:/])(secret|role|root|user|group|assumed-role|key|alias|aws|aws-service-role|parameter|log-group|log-stream|repository|cluster|service|task|container-instance|instance|mrk-[0-9a-f]+)(?=$|[:/*?])/g;

/** Names within the resource part of ARNs, and bare names of buckets, are other names everywhere. */
function named(text: string): string {
  const arn = /^(arn:[^:]*:[^:]*:[^:]*:[^:]*:)(.*)$/s.exec(text);
  if (!arn) return text;
  let from = 0;
  let out = '';
  const rest = arn[2] as string;
  for (const found of rest.matchAll(MEANING)) {
    out += enciphered(rest.slice(from, found.index)) + found[0];
    from = found.index + found[0].length;
  }
  return `${arn[1]}${out}${enciphered(rest.slice(from))}`;
}

/** Other accounts, regions, partitions and names, the same everywhere in a vector. */
export const renamings: Readonly<Record<string, Renaming>> = {
  'other accounts': (vector) =>
    PART_OF_ACCOUNT.test(JSON.stringify(vector))
      ? undefined
      : rewritten(vector, (text) =>
          text.replace(ACCOUNT, (digits) => Array.from(digits, (digit) => (Number(digit) + 7) % 10).join('')),
        ),
  'other regions': moved('aws', ['ap-southeast-2', 'ca-central-1']),
  'the partition of China': moved('aws-cn', ['cn-north-1', 'cn-northwest-1']),
  'the partition of GovCloud': moved('aws-us-gov', ['us-gov-west-1', 'us-gov-east-1']),
  'other names': (vector) =>
    // A variable puts a value of the context into a name, and a name into a value.
    /\$\{/.test(JSON.stringify(vector)) ? undefined : rewritten(vector, named),
};
