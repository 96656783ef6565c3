import { gazetteer } from './gazetteer.fixture.js';
import { splitNames } from './name-list.js';
import { nameKey } from './names.js';

const written = (text: string) =>
  splitNames(text, gazetteer.offices).map(({ text: name, slug }) => `${name} = ${slug ?? '?'}`);

describe('a line of issuers is split at the commas that separate names', () => {
  test.each<[line: string, names: string[]]>([
    ['OSCE Secretariat', ['OSCE Secretariat = secretariat']],
    [
      'OSCE Secretariat, Transnational Threats Department, OSCE Project Co-ordinator in Uzbekistan',
      [
        'OSCE Secretariat = secretariat',
        'Transnational Threats Department = transnational-threats-department',
        'OSCE Project Co-ordinator in Uzbekistan = project-co-ordinator-in-uzbekistan',
      ],
    ],
    [
      'OSCE Missions of Long Duration in Kosovo, Sandjak and Vojvodina (closed)',
      [
        'OSCE Missions of Long Duration in Kosovo, Sandjak and Vojvodina (closed) = missions-of-long-duration-in-kosovo-sandjak-and-vojvodina',
      ],
    ],
    [
      'Mission in Kosovo, Missions of Long Duration in Kosovo, Sandjak and Vojvodina, ODIHR',
      [
        'Mission in Kosovo = mission-in-kosovo',
        'Missions of Long Duration in Kosovo, Sandjak and Vojvodina = missions-of-long-duration-in-kosovo-sandjak-and-vojvodina',
        'ODIHR = office-for-democratic-institutions-and-human-rights',
      ],
    ],
    [
      'Office of the Special Representative and Co-ordinator for Combating Trafficking in Human Beings, Secretary General',
      [
        'Office of the Special Representative and Co-ordinator for Combating Trafficking in Human Beings = office-of-the-special-representative-and-co-ordinator-for-combating-trafficking-in-human-beings',
        'Secretary General = secretary-general',
      ],
    ],
    [
      'Office of the Co-ordinator of OSCE Economic and Environmental Activities',
      [
        'Office of the Co-ordinator of OSCE Economic and Environmental Activities = office-of-the-co-ordinator-of-osce-economic-and-environmental-activities',
      ],
    ],
    [
      'Department of Management and Finance',
      ['Department of Management and Finance = department-of-management-and-finance'],
    ],
    ['OSCE Mission to Croatia (closed)', ['OSCE Mission to Croatia (closed) = mission-to-croatia']],
    ['Mission to Croatia (discontinued)', ['Mission to Croatia (discontinued) = mission-to-croatia']],
    ['OSCE Centre in Bishkek', ['OSCE Centre in Bishkek = programme-office-in-bishkek']],
    [
      'Centre in Tashkent (closed), OSCE Chairmanship',
      ['Centre in Tashkent (closed) = project-co-ordinator-in-uzbekistan', 'OSCE Chairmanship = chairpersonship'],
    ],
    [
      'Misija OSCE-a u Bosni i Hercegovini',
      ['Misija OSCE-a u Bosni i Hercegovini = mission-to-bosnia-and-herzegovina'],
    ],
    ['The OSCE Presence in Albania', ['The OSCE Presence in Albania = presence-in-albania']],
    [
      'osce project coordinator in uzbekistan',
      ['osce project coordinator in uzbekistan = project-co-ordinator-in-uzbekistan'],
    ],
    ['OSCE/ODIHR', ['OSCE/ODIHR = office-for-democratic-institutions-and-human-rights']],
    [
      'Office for Democratic Institutions & Human Rights (ODIHR)',
      [
        'Office for Democratic Institutions & Human Rights (ODIHR) = office-for-democratic-institutions-and-human-rights',
      ],
    ],
    [
      'Presence in Albania; Mission in Kosovo',
      ['Presence in Albania = presence-in-albania', 'Mission in Kosovo = mission-in-kosovo'],
    ],
    ['Presence in Albania, OSCE Presence in Albania', ['Presence in Albania = presence-in-albania']],
    ['Bureau of Lighthouses and Buoys', ['Bureau of Lighthouses and Buoys = ?']],
    [
      'Secretariat, Bureau of Lighthouses and Buoys, CPC',
      ['Secretariat = secretariat', 'Bureau of Lighthouses and Buoys = ?', 'CPC = conflict-prevention-centre'],
    ],
    ['Secretariat and Parliamentary Assembly', ['Secretariat and Parliamentary Assembly = ?']],
    [' , ,Secretariat,, ', ['Secretariat = secretariat']],
    ['', []],
  ])('%s', (line, names) => {
    expect(written(line)).toEqual(names);
  });
});

test('a present name wins over the former name of another node', () => {
  const nodes = [
    { slug: 'new', name: 'Office in Aville', names: [{ name: 'Centre in Aville', kind: 'FORMER' as const }] },
    { slug: 'old', name: 'Centre in Aville', names: [] },
  ];
  expect(splitNames('OSCE Centre in Aville', nodes)[0]?.slug).toBe('old');
});

test('OSCE alone is still a name', () => {
  expect(nameKey('The OSCE')).toBe('osce');
});
