import { ImportProgress, stateOf } from './progress.js';

const progress = { file: 'a.jsonl', bytes: 250, done: 30 };

it('the time left follows from the bytes that have been read', () => {
  expect(stateOf(progress, 1_000, 10)).toEqual({
    file: 'a.jsonl',
    done: 30,
    percent: 25,
    perSecond: 3,
    secondsLeft: 30,
  });
});

it('what cannot be told at the beginning is not made up', () => {
  expect(stateOf({ ...progress, bytes: 0, done: 0 }, 1_000, 0)).toMatchObject({ perSecond: null, secondsLeft: null });
  expect(stateOf({ ...progress, bytes: 0 }, 0, 1)).toMatchObject({ percent: 100, secondsLeft: 0 });
});

it('a file that grows while it is read is never more than whole', () => {
  expect(stateOf({ ...progress, bytes: 2_000 }, 1_000, 10)).toMatchObject({ percent: 100, secondsLeft: 0 });
});

describe('what is told', () => {
  let now = 0;
  let written: string[];
  const output = { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  beforeEach(() => {
    written = [];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  it('to people is one line that is written over, and taken away before another', () => {
    const told = new ImportProgress(1_000, output, false);
    told.tell(progress);
    expect(written).toEqual([]);
    now += 100_000;
    told.tell(progress);
    told.clear();
    expect(written.join('')).toBe('25.0 %, 30 done, 0 a second, 5 min 0 s left: a.jsonl\r\u001b[K');
  });

  it('to programs is a line of JSON now and then', () => {
    const told = new ImportProgress(1_000, output, true);
    for (let second = 0; second <= 6; second += 1) {
      told.tell(progress);
      now += 1_000;
    }
    expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ progress: { percent: 25 } }]);
  });
});
