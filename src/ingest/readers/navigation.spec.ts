import { compareNavigation } from './compare-navigation.js';
import { gazetteer } from './gazetteer.fixture.js';
import type { NavigationReading, SectionName } from './navigation.js';
import { INSTITUTION_MENU, MENU_STATES, newsItem, page, siteMenu } from './pages.fixture.js';
import { readPage } from './read-page.js';

function menuOf(text: string): NavigationReading {
  const { navigation } = readPage({ name: 'menu.txt', text }, gazetteer);
  if (!navigation) throw new Error('no menu was read');
  return navigation;
}

const labels = (menu: NavigationReading, section: SectionName) =>
  menu.sections[section]?.entries.map((entry) => entry.label);
const menuText = (options?: Parameters<typeof siteMenu>[0]) => newsItem(siteMenu(options));

describe('the menu of the site', () => {
  test('gives its lists, whole', () => {
    const menu = menuOf(menuText());
    expect(
      Object.fromEntries(Object.entries(menu.sections).map(([name, list]) => [name, list.entries.length])),
    ).toEqual({
      fieldsOfWork: 7,
      meetings: 3,
      participatingStates: 8,
      secretariatDepartments: 4,
      fieldOperations: 3,
    });
    expect(menu.complete).toBe(true);
    expect(compareNavigation(menu, gazetteer)).toEqual([]);
  });

  test('is a tree, although its text lost the indentation', () => {
    expect(
      menuOf(menuText()).tree.map((entry) => [
        entry.label,
        entry.children.map((child) => `${child.label} ${child.children.length}`),
      ]),
    ).toEqual([
      [
        'Our work',
        ['Fields of work 7', 'Field operations 0', 'Projects 0', 'Meetings and conferences 3', 'Partnerships 0'],
      ],
      ['Fields of work', []],
      [
        'Countries',
        [
          'All 0',
          'Participating States 8',
          'Asian Partners for Co-operation 0',
          'Mediterranean Partners for Co-operation 0',
        ],
      ],
      [
        'Structures and institutions',
        [
          'Chairpersonship 0',
          'Secretariat 4',
          'Institutions 0',
          'Field operations 3',
          'Closed field activities 0',
          'Parliamentary Assembly 0',
          'Organizational structure 0',
        ],
      ],
      ['About us', []],
    ]);
  });

  test.each([
    ['Finland – OSCE Chairpersonship 2025', 2025],
    ['Finland - OSCE Chairmanship 2008', 2008],
    ['Finland (OSCE Chairpersonship 2025)', 2025],
  ])('tells the chairpersonship: %s', (label, year) => {
    const menu = menuOf(
      menuText({ states: MENU_STATES.map((state) => (state.startsWith('Finland') ? label : state)) }),
    );
    expect(menu.chairpersonship).toEqual({ country: { text: 'Finland', slug: 'finland' }, year });
    expect(labels(menu, 'participatingStates')).toContain('Finland');
    expect(menu.sections.participatingStates?.entries.every((entry) => entry.slug)).toBe(true);
  });

  test('is read where the dashes before headings were lost', () => {
    const menu = menuOf(newsItem(siteMenu().filter((line) => line !== '-')));
    expect(labels(menu, 'participatingStates')).toHaveLength(8);
    expect(menu.complete).toBe(true);
  });
});

describe('the menu differs from the graph', () => {
  test('by a former name', () => {
    const states = MENU_STATES.map((state) => (state === 'Czechia' ? 'Czech Republic' : state));
    expect(compareNavigation(menuOf(menuText({ states })), gazetteer)).toEqual([
      expect.objectContaining({
        section: 'participatingStates',
        label: 'Czech Republic',
        kind: 'other-name',
        slug: 'czechia',
        presentName: 'Czechia',
      }),
    ]);
  });

  test('by a label that is not known, and one that is missing', () => {
    const meetings = ['Review Conferences', 'Gender equality conferences', 'Human rights meetings'];
    expect(compareNavigation(menuOf(menuText({ meetings })), gazetteer)).toEqual([
      expect.objectContaining({ section: 'meetings', label: 'Gender equality conferences', kind: 'unknown-label' }),
      {
        section: 'meetings',
        label: 'Gender Equality Review Conferences',
        kind: 'missing-label',
        slug: 'gender-equality-review-conferences',
      },
    ]);
  });

  test('by an office that it ought to list; which those are, the caller knows', () => {
    const differences = compareNavigation(menuOf(menuText()), gazetteer, {
      fieldOperations: ['presence-in-albania', 'mission-to-bosnia-and-herzegovina'],
    });
    expect(differences).toEqual([
      {
        section: 'fieldOperations',
        label: 'Mission to Bosnia and Herzegovina',
        kind: 'missing-label',
        slug: 'mission-to-bosnia-and-herzegovina',
      },
    ]);
  });
});

describe('a menu that was cut', () => {
  const cutAfter = (line: string, ending = '') => {
    const lines = siteMenu();
    return page(...lines.slice(0, lines.indexOf(line) + 1), ...(ending === '' ? [] : [ending]));
  };

  test('inside a label keeps what stands before it, and makes no node of the half', () => {
    const menu = menuOf(cutAfter('- Asian Partners for Co-operation', '- Mediterranean Par'));
    expect(menu.cutLabel).toBe('Mediterranean Par');
    expect(menu.complete).toBe(false);
    expect(labels(menu, 'participatingStates')).toHaveLength(8);
    expect(menu.sections.participatingStates?.complete).toBe(true);
    expect(menu.sections.fieldOperations).toBeUndefined();
    expect(JSON.stringify(menu.tree)).not.toContain('Mediterranean');
    expect(compareNavigation(menu, gazetteer)).toEqual([]);
  });

  test('inside the list of States misses no State', () => {
    const menu = menuOf(cutAfter('- Austria', '- Bosnia and Her'));
    expect(labels(menu, 'participatingStates')).toEqual(['Albania', 'Austria']);
    expect(menu.sections.participatingStates?.complete).toBe(false);
    expect(menu.sections.fieldsOfWork?.complete).toBe(true);
    expect(compareNavigation(menu, gazetteer)).toEqual([]);
  });

  test('behind a whole label keeps it', () => {
    const menu = menuOf(cutAfter('- Austria'));
    expect(labels(menu, 'participatingStates')).toEqual(['Albania', 'Austria']);
    expect(menu.cutLabel).toBeUndefined();
    expect(menu.complete).toBe(false);
  });

  test('before the news item still gives the news item', () => {
    const lines = siteMenu();
    const text = newsItem(lines.slice(0, lines.indexOf('- Austria') + 1));
    const reading = readPage({ name: 'cut.txt', text }, gazetteer);
    expect(reading).toMatchObject({ type: 'news', title: 'Mountain courts share their ways of keeping records' });
    expect(reading.navigation).toMatchObject({
      complete: false,
      sections: { participatingStates: { complete: false } },
    });
    expect(compareNavigation(reading.navigation!, gazetteer)).toEqual([]);
  });

  test('at its beginning knows the rest by its labels', () => {
    const lines = siteMenu();
    const menu = menuOf(newsItem(lines.slice(lines.indexOf('- Kyrgyzstan'))));
    expect(labels(menu, 'participatingStates')).toEqual(['Kyrgyzstan', 'The Netherlands', 'Türkiye']);
    expect(menu.sections.participatingStates?.complete).toBe(false);
    expect(menu.sections.fieldOperations?.complete).toBe(true);
    expect(menu.complete).toBe(false);
    expect(compareNavigation(menu, gazetteer)).toEqual([]);
  });

  test.each([
    ['without a trace', []],
    ['with a trace', ['...']],
  ])('in its middle, %s, goes on in the list to which the labels belong', (_how, trace) => {
    const lines = siteMenu();
    const text = newsItem([
      ...lines.slice(0, lines.indexOf('- Austria') + 1),
      ...trace,
      ...lines.slice(lines.indexOf('- Programme Office in Bishkek')),
    ]);
    const menu = menuOf(text);
    expect(labels(menu, 'participatingStates')).toEqual(['Albania', 'Austria']);
    expect(labels(menu, 'fieldOperations')).toEqual(['Programme Office in Bishkek', 'Mission in Kosovo']);
    expect(menu.sections.participatingStates?.complete).toBe(false);
    expect(menu.sections.fieldOperations?.complete).toBe(false);
    expect(compareNavigation(menu, gazetteer)).toEqual([]);
  });
});

test('the menu of an institution is a tree without lists of the graph', () => {
  const menu = menuOf(
    page(
      ...INSTITUTION_MENU,
      'News',
      'A title of some length',
      'A text that is long enough to be read as one paragraph.',
    ),
  );
  expect(menu.sections).toEqual({});
  expect(menu.complete).toBe(true);
  expect(menu.tree.map((entry) => entry.label)).toEqual(['Home', 'About us', 'Our work', 'News', 'Events']);
  expect(compareNavigation(menu, gazetteer)).toEqual([]);
});
