import { ImportProgress, stateOf } from './progress.js';

const progress = { file: 'a.jsonl', bytes: 250, done: 30 };

it('the remaining time is estimated from the bytes read', () => {
  expect(stateOf(progress, 1_000, 10)).toEqual({
    file: 'a.jsonl',
    done: 30,
    percent: 25,
    perSecond: 3,
    secondsLeft: 30,
  });
});

it('speed and remaining time are null at the beginning', () => {
  expect(stateOf({ ...progress, bytes: 0, done: 0 }, 1_000, 0)).toMatchObject({ perSecond: null, secondsLeft: null });
  expect(stateOf({ ...progress, bytes: 0 }, 0, 1)).toMatchObject({ percent: 100, secondsLeft: 0 });
});

it('progress never exceeds 100 % if a file grows while it is read', () => {
  expect(stateOf({ ...progress, bytes: 2_000 }, 1_000, 10)).toMatchObject({ percent: 100, secondsLeft: 0 });
});

describe('progress output', () => {
  let now = 0;
  let written: string[];
  const output = { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  beforeEach(() => {
    written = [];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  it('progress on a terminal is one line, overwritten and cleared before other output', () => {
    const shown = new ImportProgress(1_000, output, false);
    shown.show(progress);
    expect(written).toEqual([]);
    now += 100_000;
    shown.show(progress);
    shown.clear();
    expect(written.join('')).toBe('25.0 %, 30 done, 0 a second, 5 min 0 s left: a.jsonl\r\u001b[K');
  });

  it('progress for programs is a line of JSON at intervals', () => {
    const shown = new ImportProgress(1_000, output, true);
    for (let second = 0; second <= 6; second += 1) {
      shown.show(progress);
      now += 1_000;
    }
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ progress: { percent: 25 } }]);
  });
});
