import { linked, suppressions } from './gazetteer.fixture.js';

/** A text, the countries it speaks of, and the rule by which the rest was left out. */
type Row = [text: string, codes: string, rule?: string];

function check(rows: Row[]): void {
  const padded = rows.map(([text, codes, rule]) => [text, codes, rule] as const);
  test.each(padded)('%s → %s', (text, codes, rule) => {
    expect(linked(text)).toBe(codes);
    if (rule !== undefined) expect(suppressions(text)).toContain(rule);
  });
}

describe('Georgia in the United States', () =>
  check([
    ['He studied in Atlanta, Georgia, and came home.', '', 'american-state'],
    ['voters in Georgia and Florida', '', 'american-state'],
    ['Arizona, Georgia and Nevada were decisive.', '', 'american-state'],
    ['a county in Georgia, USA', 'US', 'american-state'],
    ['a base in Georgia (US)', 'US', 'american-state'],
    ['the US state of Georgia', 'US', 'american-state'],
    ['The Governor of Georgia signed the bill.', '', 'american-state'],
    ['Georgia state legislature', '', 'american-state'],
    ['Georgia Secretary of State', '', 'american-state'],
    ['the Georgia National Guard', '', 'american-state'],
    ['Georgia Tech', '', 'american-state'],
    ['Savannah, Georgia', '', 'american-state'],
    ['South Georgia and the South Sandwich Islands', '', 'region'],
    ['Armenia, Georgia, the United States and Ukraine', 'AM GE US UA'],
    ['Georgia, the United States and Ukraine', 'GE US UA'],
    ['Georgia and the United States', 'GE US'],
    ['Tbilisi, Georgia', 'GE'],
    ["Georgia's state budget", 'GE'],
    ['the state of human rights in Georgia', 'GE'],
    ['Holland, Michigan', '', 'american-state'],
    ['San Marino, California', '', 'american-state'],
  ]));

describe('people who bear the name of a country', () =>
  check([
    ['Michael Jordan opened the match.', '', 'person'],
    ['Jordan Smith, an editor, was freed.', '', 'person'],
    ['Mr. Jordan and Ms Ireland spoke.', '', 'person'],
    ['Georgia Petrova moderated.', '', 'person'],
    ['Volker Türk visited Armenia.', 'AM', 'person'],
    ['Danilo Türk', '', 'person'],
    ['Georg Link and Georgi Ivanov', ''],
    ['Dawn French and Tom Holland', '', 'person'],
    ['Anatole France wrote it.', '', 'person'],
    ['Finn Olsen', '', 'person'],
    ['German Galushchenko', '', 'person'],
    ['the editor John Ireland', '', 'person'],
    ['Jordan hosted, Egypt took part.', 'JO EG'],
    ['Jordan Prime Minister', 'JO'],
    ['with Georgia Holmer, an expert', '', 'person'],
    ['Georgia Holmer opened the course.', '', 'person'],
    ['Georgia Presses for Reform', 'GE'],
    ['Clashes in Jordan Tuesday', 'JO'],
    ['three Turks', 'TR'],
    ['Mary visited Ireland.', 'IE'],
    ['Irish Ambassador Mary Whelan', 'IE'],
    ['French President', 'FR'],
  ]));

describe('communities are not States', () =>
  check([
    ['Roma and Sinti', ''],
    ['Anti-Roma hate crimes', ''],
    ['Roma, Ashkali and Egyptian communities', '', 'community'],
    ['Egyptians and Ashkali returned.', '', 'community'],
    ['Roma and Egyptian children in Albania', 'AL', 'community'],
    ['Balkan Egyptians', '', 'community'],
    ['Kosovo Albanians and Kosovo Serbs', '', 'community'],
    ['Kosovo Serb mayors', '', 'community'],
    ['Kosovo’s Albanians', '', 'community'],
    ['Kosovo-Albanian families', '', 'community'],
    ['Serb returnees', '', 'community'],
    ['Ashkali, Roma, Serb and Albanian pupils', '', 'community'],
    ['Serbian municipalities in Kosovo', '', 'community'],
    ['Bosniaks, Croats and Serbs', '', 'community'],
    ['Bosnian Serbs and Bosnian Croats', 'BA'],
    ['Croatian Serbs', 'HR'],
    ['ethnic Uzbeks in Kyrgyzstan', 'KG', 'community'],
    ['the Hungarian minority in Ukraine', 'UA', 'community'],
    ['non-Albanian pupils', '', 'community'],
    ['Greek Cypriot and Turkish Cypriot journalists', 'CY'],
    ['Meskhetian Turks', '', 'community'],
    ['African Americans', '', 'community'],
    ['Native American voters', '', 'community'],
    ['Egyptian judges', 'EG'],
    ['Serb and Croat negotiators met in Vienna', 'RS HR'],
    ['Kosovo and Serbian officials', 'RS'],
    ['dialogue between Kosovo and Serbia', 'RS'],
  ]));

describe('languages are not States', () =>
  check([
    ['The text is available in Russian.', '', 'language'],
    ['published in Albanian, Serbian and English', '', 'language'],
    ['in both Kyrgyz and Uzbek', '', 'language'],
    ['in Kazakh and Russian, with subtitles', '', 'language'],
    ['Russian-language media in Latvia', 'LV', 'language'],
    ['Russian-speaking residents', '', 'language'],
    ['Ukrainian speakers', '', 'language'],
    ['a Romanian translation', '', 'language'],
    ['French, German and Italian versions', '', 'language'],
    ['She speaks Tajik.', '', 'language'],
    ['They learn Georgian at school.', '', 'language'],
    ['translated from Ukrainian into Hungarian', '', 'language'],
    ['knowledge of Macedonian', '', 'language'],
    ['Kazakh as the State language', '', 'language'],
    ['Albanian and Serbian are the official languages.', '', 'language'],
    ['the official languages, Albanian and Serbian', '', 'language'],
    ['the Kyrgyz language', '', 'language'],
    ['English lessons', ''],
    ['in Russian prisons', 'RU'],
    ['in Russian and Ukrainian media', 'RU UA'],
    ['in Ukrainian, Moldovan and Georgian courts', 'UA MD GE'],
    ['in Turkish-occupied areas', 'TR'],
    ['the Russian version of events', 'RU'],
    ['Estonian Parliament Speaker', 'EE'],
    ['French experts in Georgian villages', 'FR GE'],
  ]));

describe('what was agreed in a city', () =>
  check([
    ['the Budapest Convention', '', 'document-name'],
    ['the Budapest and UN Conventions', '', 'capital'],
    ['the Istanbul Convention', ''],
    ['the Helsinki Final Act and the Charter of Paris', '', 'document-name'],
    ['the Vienna Document, the Moscow Mechanism and the Copenhagen Document', '', 'document-name'],
    ['the Minsk Group, the Minsk Conference and the Minsk agreements', ''],
    ['the Dayton Peace Agreement', ''],
    ['the Lisbon Treaty', '', 'document-name'],
    ['the Bolzano Recommendations', ''],
    ['the Luxembourg Declaration', '', 'document-name'],
    ['Moscow and Kyiv disagree.', '', 'capital'],
    ['talks in Washington', '', 'capital'],
  ]));

describe('the names of others', () =>
  check([
    ['the Danish Refugee Council', '', 'organization-name'],
    ['the Norwegian Helsinki Committee', '', 'organization-name'],
    ['the Helsinki Committee of Armenia', '', 'organization-name'],
    ['the Moscow Helsinki Group', ''],
    ['Voice of America', '', 'media-name'],
    ['Russia-24 and Russia Today', '', 'media-name'],
    ['USA Today', '', 'media-name'],
    ['Georgia Today and the Cyprus Mail', '', 'media-name'],
    ['the British Council', '', 'organization-name'],
    ['the American University in Bulgaria', 'BG', 'organization-name'],
    ['the Sovereign Order of Malta', '', 'organization-name'],
    ['the Swedish Red Cross', '', 'organization-name'],
    ['the Belarusian Association of Journalists', '', 'organization-name'],
    ['the Ukrainian Helsinki Human Rights Union', 'UA'],
    ['the German Marshall Fund', '', 'organization-name'],
    ['the Serbian Orthodox Church', '', 'organization-name'],
    ['the Church of England', '', 'organization-name'],
    ['the American Bar Association', '', 'organization-name'],
    ['the NATO-Russia Council', '', 'organization-name'],
    ['the University of Georgia', '', 'organization-name'],
    ['the German Government and a Foundation', 'DE'],
    ['Swedish broadcasters', 'SE'],
    ['France 24 and Ukraine-24', '', 'media-name'],
    ['in Ukraine 24 editors were hurt', 'UA'],
    ['the Georgian Public Broadcaster', '', 'organization-name'],
    ['Russian-Orthodox and Greek-Catholic priests', '', 'organization-name'],
    ['the BBC Russian Service', '', 'media-name'],
    ['Moldovan Civil Society Meets', 'MD'],
    ['the EU-Georgia Association Agreement', 'GE'],
    ['Elections in Georgia Today', 'GE'],
  ]));

describe('offices in the name of which a country stands', () =>
  check([
    ['the OSCE Mission to Moldova', '', 'office-name'],
    ['the Presence in Albania', '', 'office-name'],
    ['the Centre in Ashgabat', '', 'office-name'],
    ['the Project Co-ordinator in Uzbekistan', '', 'office-name'],
    ['the OSCE Project Coordinator in Ukraine', '', 'office-name'],
    ['Head of Mission to Bosnia and Herzegovina (BiH)', '', 'office-name'],
    ['the Mission to BiH', '', 'office-name'],
    ['the Mission to Serbia and Montenegro', '', 'office-name'],
    ['the Special Monitoring Mission to Ukraine (SMM)', '', 'office-name'],
    ['the OSCE Office in Tajikistan', '', 'office-name'],
    ['the OSCE Croatia mission', '', 'office-name'],
    ['the EU Monitoring Mission in Georgia', '', 'office-name'],
    ['Programme Office in Bishkek', '', 'office-name'],
    ['an election observation mission to Kazakhstan', 'KZ'],
    ['the Election Observation Mission to Kazakhstan', 'KZ'],
    ['the Permanent Mission of Kazakhstan', 'KZ'],
    ["the Prosecutor's Office in Montenegro", 'ME'],
    ['the Aarhus Centre in Armenia', 'AM'],
    ['the UN Resident Coordinator in Georgia', 'GE'],
    ['the Special Representative for Ukraine', 'UA'],
    ['the German Embassy in Uzbekistan', 'DE UZ'],
  ]));

describe('regions and other places', () =>
  check([
    ['Central, South and Latin America', '', 'region'],
    ['Latin America and North America', '', 'region'],
    ['Latin American and South American cities', '', 'region'],
    ['New Mexico, New England and New South Wales', '', 'region'],
    ['Guinea and Equatorial Guinea', ''],
    ['Eastern Macedonia and Thrace', '', 'region'],
    ['Macedonia, Greece', 'GR', 'region'],
    ['North Korea and the Korean Peninsula', '', 'region'],
    ['British Columbia', '', 'region'],
    ['Thessaloniki, Macedonia', '', 'region'],
    ['Inner Mongolia', '', 'region'],
    ['the Inter-American Court', '', 'region'],
    ['Lower Austria', '', 'region'],
    ['East Kazakhstan Region', '', 'region'],
    ['eastern Ukraine and southern Serbia', 'UA RS'],
    ['the Jordan Valley', '', 'region'],
    ['Republika Srpska', ''],
    ['Central Asia and the Caucasus', ''],
    ['the Court of Justice in Luxembourg', '', 'city'],
    ['Luxembourg City', '', 'city'],
    ['in Brussels, Strasbourg and Luxembourg', '', 'city'],
    ['the Monaco Grand Prix', '', 'idiom'],
    ['the Government of Luxembourg', 'LU'],
    ['Luxembourg and Belgium', 'LU BE'],
  ]));

describe('set phrases', () =>
  check([
    ['Turkey breast', '', 'idiom'],
    ['French fries and Swiss cheese', '', 'idiom'],
    ['the Korean War', '', 'idiom'],
    ['US$5 million', '', 'currency'],
    ['five million US dollars', '', 'currency'],
    ['300 Swiss francs', '', 'currency'],
    ['CONTACT US TODAY', '', 'pronoun'],
    ['the North Pole', '', 'idiom'],
    ['https://example.org/Georgia/news', '', 'address'],
    ['write to press@Moldova.example', '', 'address'],
    ['follow @GermanyDiplo', ''],
    ['States and participating States', ''],
  ]));

describe('datelines', () =>
  check([
    ['VIENNA, 4 May 2015 – The Representative spoke.', '', 'dateline'],
    ['TIRANA/RIGA, 9 March 2006 - A course has begun.', '', 'dateline'],
    ['LUXEMBOURG, 12 June 2010 – Ministers met.', '', 'dateline'],
    ['Ministers agree LUXEMBOURG, 12 June 2010 – They met.', '', 'dateline'],
    ['LUXEMBOURG/VIENNA, 12 June 2010 – They met.', '', 'dateline'],
    ['VIENNA/LUXEMBOURG, 12 June 2010 – They met.', '', 'dateline'],
    ['SAN MARINO, 3 July 2009 - A course began.', '', 'dateline'],
    ['MONACO 3 July 2009', '', 'dateline'],
    ['MONACO- The Prince spoke.', '', 'dateline'],
    ['LUXEMBOURG,', '', 'dateline'],
    ['Luxembourg, 12 June 2010 – Ministers met.', '', 'dateline'],
    ['12 June 2010, Luxembourg – Ministers met.', '', 'dateline'],
    ['TASHKENT, UZBEKISTAN, 5 May 2010 – A course began.', '', 'dateline'],
    ['WASHINGTON, D.C., 5 May 2010 – A hearing was held.', '', 'dateline'],
    ['GRAZ, Austria, 7 July 2011 – The jury met.', 'AT'],
    ['ELECTIONS IN MOLDOVA', 'MD'],
    ['In Luxembourg, 12 ministers met.', 'LU'],
  ]));
