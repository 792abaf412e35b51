import { describe, expect, it } from 'vitest';
import { classesOf, readClasses } from './classes.ts';

const file = (pattern: string, name = 'employee_number') =>
  `classes:\n  - name: ${name}\n    description: Numbers of our people\n    patterns: ['${pattern}']\n    near: [Staff]\n`;
const faults = (text: string) => classesOf(text).faults.map(({ line, message }) => `${line} ${message}`);

describe('classes of an organization', () => {
  it('are read with their line', () => {
    expect(readClasses(file('EMP-[0-9]{6}'))).toEqual({
      faults: [],
      outline: {
        kind: 'classes',
        classes: [
          {
            name: 'employee_number',
            description: 'Numbers of our people',
            patterns: ['EMP-[0-9]{6}'],
            near: ['staff'],
            line: 2,
          },
        ],
      },
    });
  });

  it.each([
    ['a back-reference', file(String.raw`(a)\1`), '4 '],
    ['look-around', file('(?<=x)a'), '4 '],
    ['what is found everywhere', file('a*'), 'found where nothing is'],
    ['a broken one', file('[a'), '4 '],
    ['too much repetition', file('(x{1000}){1000}'), '4 '],
    ['a name that is built in', file('EMP', 'email'), 'built in'],
    ['a name that no rule can write', file('EMP', 'Employee-Number'), 'lower-case letters'],
    ['an unknown field', `${file('EMP')}    color: red\n`, 'no field "color"'],
    ['the same twice', `${file('EMP')}${file('EMP').replace('classes:\n', '')}`, 'twice'],
    ['no list', 'classes: 1\n', 'list'],
    ['nothing', '', 'classes'],
  ])('%s is refused', (_name, text, said) => {
    expect(faults(text).join('\n')).toContain(said);
  });
});
