import { operations } from '../../src/aws/operations.ts';
import { table } from './markdown.ts';

/** Every operation that a live run can call, by service. */
export function callsTable(): string {
  const services = [...new Set(operations.map(({ service }) => service))].sort();
  const rows = services.map((service) => {
    const names = operations.filter((entry) => entry.service === service).map(({ operation }) => operation);
    return [`\`${service}\``, names.sort().join(', ')];
  });
  return table(['service', 'operations'], rows);
}
