import { failIfPrinted } from './silence.js';

describe('a test that prints', () => {
  test.each([
    ['console.log', () => console.log('hello', 1)],
    ['console.error', () => console.error('hello', 1)],
    ['console.warn', () => console.warn('hello', 1)],
    ['process.stdout', () => process.stdout.write('hello 1')],
    ['process.stderr', () => process.stderr.write('hello 1\n')],
  ])('a test that prints through %s fails with the output and its place', (what, print) => {
    print();
    expect(failIfPrinted).toThrow(
      new RegExp(`^A test must not print, and this was printed:\n${what}: hello 1\n.*silence\\.spec\\.ts`),
    );
  });

  test('a test that prints fails once, and later tests pass', () => {
    console.log('hello');
    expect(failIfPrinted).toThrow();
    expect(failIfPrinted).not.toThrow();
  });

  test('a test may print if it mocks the console', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation();
    console.warn('expected');
    expect(warn).toHaveBeenCalledWith('expected');
    warn.mockRestore();
    expect(failIfPrinted).not.toThrow();
  });
});
