/**
 * What both schemas in use ask of a JUnit report, by hand: that of Jenkins' xUnit plugin (junit-10.xsd in jenkinsci/xunit-plugin)
 * and the stricter one of Windy Road for Ant (JUnit.xsd in windyroad/JUnit-Schema). Where they differ, what both allow.
 */
import { expect } from 'vitest';
import type { Element } from './xml.ts';

const SUITE = [
  'name',
  'package',
  'id',
  'tests',
  'failures',
  'errors',
  'skipped',
  'time',
  'timestamp',
  'hostname',
];

export function expectJunit(root: Element): void {
  expect(root.name).toBe('testsuites');
  // Windy Road allows no attribute of it, and nothing but suites in it.
  expect(root.attributes).toEqual({});
  expect(root.text.trim()).toBe('');
  for (const [index, suite] of root.children.entries()) expectSuite(suite, index);
}

function expectSuite({ name, attributes, children, text }: Element, index: number): void {
  expect(name).toBe('testsuite');
  expect(text.trim()).toBe('');
  // `skipped` is optional, all others are required; no other is allowed.
  expect(Object.keys(attributes).sort()).toEqual(SUITE.toSorted());
  expect(attributes['id']).toBe(String(index));
  expectToken(attributes['name']);
  expectToken(attributes['package']);
  expectToken(attributes['hostname']);
  expect(attributes['timestamp']).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
  expect(Number.isNaN(Date.parse(`${attributes['timestamp']}Z`))).toBe(false);
  expect(attributes['time']).toMatch(/^\d{1,3}(?:\.\d*)?$/);

  // In this order: properties, test cases, output, errors.
  const names = children.map((child) => child.name);
  expect(names[0]).toBe('properties');
  expect(names.slice(-2)).toEqual(['system-out', 'system-err']);
  const cases = children.slice(1, -2);
  for (const one of cases) expectCase(one);
  for (const one of [children[0], ...children.slice(-2)]) {
    expect(one?.attributes).toEqual({});
    expect(one?.children).toEqual([]);
  }

  const count = (kind: string) =>
    String(cases.filter((one) => one.children.some((child) => child.name === kind)).length);
  expect(attributes['tests']).toBe(String(cases.length));
  expect(attributes['failures']).toBe(count('failure'));
  expect(attributes['errors']).toBe(count('error'));
  expect(attributes['skipped']).toBe(count('skipped'));
  // Jenkins takes two of the same name for one.
  const unique = new Set(cases.map((one) => one.attributes['name']));
  expect(unique.size).toBe(cases.length);
}

function expectCase({ name, attributes, children, text }: Element): void {
  expect(name).toBe('testcase');
  expect(text.trim()).toBe('');
  expect(Object.keys(attributes).sort()).toEqual(['classname', 'name', 'time']);
  expectToken(attributes['name']);
  expectToken(attributes['classname']);
  expect(attributes['time']).toMatch(/^\d{1,3}(?:\.\d*)?$/);
  // Windy Road allows one of them.
  expect(children.length).toBeLessThanOrEqual(1);
  for (const child of children) {
    expect(['failure', 'error', 'skipped']).toContain(child.name);
    expect(Object.keys(child.attributes).sort()).toEqual(['message', 'type']);
    expect(child.children).toEqual([]);
  }
}

/** xs:token, of at least one character: no line breaks or tabs, no spaces around it, none doubled. */
function expectToken(value: string | undefined): void {
  expect(value).toMatch(/^[^\s](?:[^\n\r\t]*[^\s])?$/u);
  expect(value).not.toContain('  ');
}
