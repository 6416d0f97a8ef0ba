/** The AWS pages that facts and findings rest on, by their short name in the data files. */

const API_REFERENCE = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/';
const DEVELOPER_GUIDE = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/';

/** A page of the ECS API reference: `apiPage('API_HealthCheck')`. */
export function apiPage(name: string): string {
  return `${API_REFERENCE}${name}.html`;
}

/** A page of the ECS developer guide: `guidePage('using_awslogs')`. */
export function guidePage(name: string): string {
  return `${DEVELOPER_GUIDE}${name}.html`;
}

/** The address behind a data file's `source`: `api/NAME`, `guide/NAME`, or an address already. */
export function sourceUrl(source: string): string {
  if (source.startsWith('api/')) return apiPage(source.slice('api/'.length));
  if (source.startsWith('guide/')) return guidePage(source.slice('guide/'.length));
  return source;
}
