const ARN = /\barn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:([^\s"'(),;]+)/g;

/** Types that stand before the name and that whoever writes of the thing names anyway. */
const TYPE = /^(?:secret|log-group):/;

/**
 * A text with each ARN cut to its resource: `role/api`, `service/prod/api`, `task-definition/api:7`. For headings and places,
 * where partition, region and account are those of the whole run.
 */
export function shortArns(text: string): string {
  return text.includes('arn:')
    ? text.replace(ARN, (_, resource: string) => resource.replace(TYPE, ''))
    : text;
}
