import { LINKER, linked } from './gazetteer.fixture.js';

describe('names, in all the forms in which a text has them', () => {
  test.each([
    ['The talks in the Czech Republic ended.', 'CZ'],
    ['Turkey renamed itself later.', 'TR'],
    ['a visit to Turkiye', 'TR'],
    ['the former Yugoslav Republic of Macedonia applied', 'MK'],
    ['The Former Yugoslav Republic of Macedonia applied', 'MK'],
    ['FYROM applied', 'MK'],
    ['Macedonia held early elections.', 'MK'],
    ['the Republic of North Macedonia', 'MK'],
    ['the Kyrgyz Republic', 'KG'],
    ['Kyrgystan, Tajikstan, Azerbaidjan and Lichtenstein', 'KG TJ AZ LI'],
    ['a Franco-German proposal', 'FR DE'],
    ['Russo-Georgian and Greco-Turkish talks', 'RU GE GR TR'],
    ['F.Y.R.O.M. and fYROM', 'MK'],
    ['the Brits', 'GB'],
    ['the Swedish International Development Cooperation Agency', 'SE'],
    ['the Slovak Republic', 'SK'],
    ['the Hellenic Republic', 'GR'],
    ['the Swiss Confederation', 'CH'],
    ['the Kingdom of the Netherlands', 'NL'],
    ['the Federal Republic of Germany', 'DE'],
    ['the Grand Duchy of Luxembourg', 'LU'],
    ['the Hashemite Kingdom of Jordan', 'JO'],
    ['Holland and Britain agreed.', 'NL GB'],
    ['South Korea and Great Britain', 'KR GB'],
    ['the Republic of Ireland', 'IE'],
    ['Northern Ireland goes to the polls.', ''],
    ['Scotland and Wales', ''],
    ['reports from Bosnia', 'BA'],
    ['Bosnia-Herzegovina and Bosnia & Herzegovina', 'BA'],
    ['courts across BiH', 'BA'],
    ['Bosnia and Herzegovina (BiH)', 'BA'],
    ['U.S. and U.K. diplomats', 'US GB'],
    ['the US, the UK and the USA', 'US GB'],
    ['The U.S. delegation spoke.', 'US'],
    ['the Russian Federation (RF)', 'RU'],
    ['RF interference was measured', ''],
    ['Belorussia, Kirghizia and Moldavia', 'BY KG MD'],
    ['Serbia and Montenegro', 'RS ME'],
    ['the State Union of Serbia and Montenegro', 'RS ME'],
    ['the Soviet Union, Yugoslavia and Czechoslovakia', ''],
    ['the USSR and the former Yugoslavia', ''],
    ['the Federal Republic of Yugoslavia', ''],
    ['Yugoslav and Czechoslovak archives', ''],
    ['the German Democratic Republic', ''],
    ['Austria-Hungary', ''],
    ['Nazi Germany and Soviet Ukraine', ''],
    ['the Georgian SSR', ''],
    ['post-Soviet Georgia', 'GE'],
    ['Soviet-era archives in Latvia', 'LV'],
    ['the Russian Empire', ''],
    ['Vatican City State', 'VA'],
    ['the Islamic Republic of Afghanistan', 'AF'],
  ])('%s → %s', (text, codes) => expect(linked(text)).toBe(codes));
});

describe('the letters of a name', () => {
  test.each([
    ["Uzbekistan's plans and Kazakhstan’s", 'UZ KZ'],
    ['the Kazakhs’ answer', 'KZ'],
    ['the Kazakh-Kyrgyz border', 'KZ KG'],
    ['the Kazakh–Kyrgyz border', 'KZ KG'],
    ['a US-led coalition', 'US'],
    ['Russian-backed and Moscow-appointed', 'RU'],
    ['the Moldova-Ukraine border', 'MD UA'],
    ['UZBEKISTAN AND GEORGIA', 'UZ GE'],
    ['KYRGYZ AUTHORITIES', 'KG'],
    ['TÜRKİYE', 'TR'],
    ['Türkiye'.normalize('NFD'), 'TR'],
    ['Bosnia\u00a0and\u00a0Herzegovina', 'BA'],
    ['Bosnia and\nHerzegovina', 'BA'],
    ['Mol\u00addova', 'MD'],
    ['Romania is not Oman, nor Nigeria Niger', 'RO'],
    ['Georgianna, Germanium, Polishing, Austrianism', ''],
    ['Ukraine_2022 and _Ukraine_', 'UA'],
    ['Serbia1 and 2Serbia', ''],
    ['Сербия и Serbia', 'RS'],
    ['АSerbia', ''],
    ['🇩🇪Germany🇩🇪', 'DE'],
    ['germany, turkey and polish are no names in small letters', ''],
    ['He asked Us, and us, but not the US.', 'US'],
    ['“Germany”, (France) and [Italy].', 'DE FR IT'],
    ['Germany/France', 'DE FR'],
    ['Two members, of Malta (MT) and Spain: Ana (Portugal), Leo (Estonia)', 'MT ES PT EE'],
  ])('%j → %s', (text, codes) => expect(linked(text)).toBe(codes));

  test('the longest name is the one that is quoted', () => {
    const quotes = LINKER.link('The Republic of North Macedonia met the Kingdom of the  Netherlands.');
    expect(quotes.map(({ quote }) => quote)).toEqual(['Republic of North Macedonia', 'Kingdom of the  Netherlands']);
  });

  test('an empty line ends a name', () => expect(LINKER.link('San\n\nMarino')).toEqual([]));
});

describe('each mention tells its rule', () => {
  test.each([
    ['in Uzbekistan', 'name', 0.95],
    ['the Republic of Uzbekistan', 'official-name', 0.99],
    ['in Turkey', 'former-name', 0.9],
    ['in Georgia', 'ambiguous-name', 0.85],
    ['courts of BiH', 'abbreviation', 0.9],
    ['Dutch officers', 'adjective', 0.85],
    ['three Czechs', 'people', 0.85],
    ['the German Embassy', 'institution', 0.95],
    ['the Dutch National Police', 'institution', 0.95],
    ['the US Federal Bureau of Investigation', 'institution', 0.95],
    ['the Parliament of Georgia', 'institution', 0.95],
    ['the Government of the Slovak Republic', 'official-name', 0.99],
  ])('%s: %s', (text, rule, confidence) => expect(LINKER.link(text)).toMatchObject([{ rule, confidence }]));

  test('a Federal Bureau of Investigation alone names nobody', () =>
    expect(linked('the Federal Bureau of Investigation')).toBe(''));
});
