import { keyedBySlug } from './catalogue.js';

it('a present slug goes before a former one, whichever row comes first', () => {
  const moved = { slug: 'new', formerSlugs: ['old', 'other'] };
  const present = { slug: 'other', formerSlugs: [] };
  for (const rows of [
    [moved, present],
    [present, moved],
  ]) {
    const bySlug = keyedBySlug(rows);
    expect([bySlug.get('new'), bySlug.get('old'), bySlug.get('other')]).toEqual([moved, moved, present]);
  }
});
