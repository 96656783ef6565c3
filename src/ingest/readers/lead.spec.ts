import { separateLead } from './lead.js';

const LEAD = 'Twelve pilots learned to land on ice.';

describe('a lead is kept once', () => {
  test.each<[rule: string, lead: string[], body: string[], expected: ReturnType<typeof separateLead>]>([
    ['repeated as the first paragraph', [LEAD], [LEAD, 'More.'], { lead: LEAD, body: ['More.'] }],
    [
      'repeated below the caption of a picture',
      [LEAD],
      ['A plane.', LEAD, 'More.'],
      { lead: LEAD, body: ['A plane.', 'More.'] },
    ],
    ['not repeated', [LEAD], ['More.'], { lead: LEAD, body: ['More.'] }],
    [
      'repeated behind a dateline',
      [LEAD],
      [`OSLO, 3 May 2012 – ${LEAD}`, 'More.'],
      { lead: `OSLO, 3 May 2012 – ${LEAD}`, body: ['More.'] },
    ],
    ['repeated with a sentence after it', [LEAD], [`${LEAD} None fell in.`], { lead: LEAD, body: ['None fell in.'] }],
    ['shortened', ['Twelve pilots learned to land...'], [LEAD, 'More.'], { lead: LEAD, body: ['More.'] }],
    [
      'of two paragraphs',
      [LEAD, 'All passed.'],
      [LEAD, 'All passed.', 'More.'],
      { lead: `${LEAD}\n\nAll passed.`, body: ['More.'] },
    ],
    ['that begins a longer word', ['Twelve pilots learn'], [LEAD], { lead: 'Twelve pilots learn', body: [LEAD] }],
    ['absent', [], [LEAD], { body: [LEAD] }],
  ])('%s', (_rule, lead, body, expected) => {
    expect(separateLead(lead, body)).toEqual(expected);
  });
});
