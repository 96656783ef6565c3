import { keyedBySlug } from './catalogue.js';

it('a current slug takes precedence over a former one, in any order of rows', () => {
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
