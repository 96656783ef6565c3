import { GAZETTEER, LINKER, linked } from './gazetteer.fixture.js';

/** Code, a sentence that names the country, a sentence with its adjective, its people where they have another word. */
const COUNTRIES: [string, string, string, string?][] = [
  [
    'AL',
    'A round table on asset recovery took place in Albania.',
    'Albanian prosecutors attended.',
    'Albanians vote today.',
  ],
  ['AD', 'Andorra hosted the seminar.', 'The Andorran delegation spoke first.', 'Two Andorrans were elected.'],
  ['AM', 'Armenia adopted a new code.', 'Armenian journalists were questioned.', 'Most Armenians stayed at home.'],
  ['AT', 'Experts came from Austria.', 'An Austrian judge chaired the panel.', 'Austrians go to the polls.'],
  ['AZ', 'Azerbaijan released the blogger.', 'Azerbaijani police took part.', 'Azeris and their neighbours met.'],
  ['BE', 'Belgium pledged support.', 'The Belgian Chairmanship began.', 'Belgians must vote by law.'],
  ['BY', 'Observers returned from Belarus.', 'Belarusian customs officers were trained.', 'Many Belarussians left.'],
  ['BA', 'War crimes cases in Bosnia and Herzegovina go on.', 'Bosnian courts are slow.', 'Young Bosnians debate.'],
  ['BG', 'Bulgaria took the chair in 2004.', 'A Bulgarian trainer led the course.', 'Bulgarians abroad voted.'],
  ['CA', 'Canada funds the project.', 'Canadian observers were deployed.', 'Canadians volunteered.'],
  ['HR', 'Croatia closed the case.', 'Croatian television reported it.', 'Croatians welcomed the ruling.'],
  ['CY', 'Cyprus joined the statement.', 'A Cypriot parliamentarian spoke.', 'Turkish Cypriots crossed the line.'],
  ['CZ', 'Czechia presented its plan.', 'Czech diplomats mediated.', 'Czechs protested.'],
  ['DK', 'Denmark changed the law.', 'Danish experts advised.', 'Danes trust their press.'],
  ['EE', 'Estonia votes online.', 'Estonian developers showed the system.', 'Estonians can check their ballots.'],
  ['FI', 'Finland will hold the chair.', 'Finnish border guards shared practice.', 'Finns read newspapers.'],
  ['FR', 'France ratified it.', 'French magistrates attended.', 'Three Frenchmen were freed.'],
  ['GE', 'The elections in Georgia were competitive.', 'Georgian authorities agreed.', 'Georgians rallied.'],
  ['DE', 'Germany donated vehicles.', 'A German trainer came.', 'Germans held a vigil.'],
  ['GR', 'Greece repealed the provision.', 'Greek coastguards met.', 'Greeks voted in June.'],
  ['VA', 'The Holy See made a statement.', 'The Vatican sent an observer.'],
  ['HU', 'Hungary amended its media act.', 'A Hungarian editor resigned.', 'Hungarians marched.'],
  ['IS', 'Iceland has a small press.', 'Icelandic voters chose.', 'Icelanders were surveyed.'],
  ['IE', 'Ireland holds a referendum.', 'The Irish Chairmanship reported.', 'An Irishman headed the team.'],
  ['IT', 'Italy sent carabinieri.', 'Italian reporters need protection.', 'Italians vote on Sunday.'],
  ['KZ', 'Kazakhstan signed the accord.', 'Kazakh officers took the course.', 'Kazakhs and others live there.'],
  ['KG', 'Kyrgyzstan reforms its police.', 'Kyrgyz judges met.', 'Kyrgyzstanis elected a president.'],
  ['LV', 'Latvia plans a change.', 'Latvian schools are affected.', 'Latvians were asked.'],
  ['LI', 'Liechtenstein chairs the group.', 'The Liechtenstein Government gave money.', 'Liechtensteiners vote often.'],
  ['LT', 'Lithuania presides this year.', 'The Lithuanian Foreign Minister spoke.', 'Lithuanians remember.'],
  ['LU', 'Luxembourg paid for the course.', 'Luxembourgish police came.', 'Luxembourgers vote on Sunday.'],
  ['MT', 'Malta investigates the murder.', 'The Maltese Government answered.'],
  ['MD', 'Moldova adopted the code.', 'Moldovan farmers trade across the river.', 'Moldovans abroad voted.'],
  ['MC', 'Monaco supports the fund.', 'A Monegasque official attended.', 'Monegasques elect a council.'],
  ['MN', 'Mongolia became a participating State.', 'Mongolian officials visited.', 'Mongolians vote.'],
  ['ME', 'Montenegro opened a register.', 'Montenegrin lawyers study it.', 'Montenegrins chose.'],
  ['NL', 'The Netherlands hosts the Commissioner.', 'Dutch police shared practice.', 'A Dutchman leads the team.'],
  ['MK', 'North Macedonia adopted the law.', 'Macedonian prosecutors came.', 'Macedonians voted.'],
  ['NO', 'Norway pays for the project.', 'Norwegian observers came.', 'Norwegians read it.'],
  ['PL', 'Poland chaired in 2022.', 'Polish editors protested.', 'Poles vote today.'],
  ['PT', 'Portugal decriminalized it.', 'Portuguese judges ruled.'],
  ['RO', 'Romania amended the act.', 'Romanian border police joined.', 'Romanians abroad queued.'],
  ['RU', 'Russia must investigate.', 'Russian convoys crossed.', 'Russians were asked.'],
  ['SM', 'San Marino joined the appeal.', 'A Sammarinese captain regent spoke.'],
  ['RS', 'Serbia votes in May.', 'Serbian journalists were threatened.', 'Serbs and their neighbours talked.'],
  ['SK', 'Slovakia took the chair.', 'Slovak police investigate.', 'Slovaks rallied for the reporter.'],
  ['SI', 'Slovenia presided in 2005.', 'Slovene deminers came.', 'Slovenians debated.'],
  ['ES', 'Spain pledged money.', 'Spanish civil guards trained.', 'A Spaniard heads the office.'],
  ['SE', 'Sweden chaired in 2021.', 'Swedish advisers helped.', 'Swedes voted.'],
  ['CH', 'Switzerland hosts the talks.', 'The Swiss Chairmanship invited them.'],
  ['TJ', 'Tajikistan signed.', 'Tajik border guards train.', 'Tajiks work abroad.'],
  ['TR', 'Türkiye lifted the ban.', 'Turkish courts decide.', 'Turks went to vote.'],
  ['TM', 'Turkmenistan hosted it.', 'Turkmen officials took part.', 'Turkmens vote.'],
  ['UA', 'Ukraine needs help.', 'Ukrainian deminers returned.', 'Ukrainians found shelter.'],
  ['GB', 'The United Kingdom votes in May.', 'British experts came.', 'Britons decide.'],
  ['US', 'The United States of America funds it.', 'American observers came.', 'Americans vote.'],
  ['UZ', 'Uzbekistan reforms its prisons.', 'Uzbek investigators train.', 'Uzbeks vote.'],
  ['JP', 'Japan supports it.', 'Japanese donors came.'],
  ['KR', 'The Republic of Korea hosted it.', 'Korean experts spoke.', 'South Koreans vote.'],
  ['TH', 'Thailand took part.', 'Thai police came.', 'Thais vote.'],
  ['AF', 'Afghanistan borders on the region.', 'Afghan officers study.', 'Afghans fled.'],
  ['AU', 'Australia became a Partner.', 'Australian experts came.', 'Australians vote.'],
  ['DZ', 'Algeria sent a minister.', 'Algerian officials spoke.', 'Algerians vote.'],
  ['EG', 'Egypt hosted the meeting.', 'Egyptian diplomats spoke.', 'Egyptians vote.'],
  ['IL', 'Israel joined the debate.', 'Israeli experts came.', 'Israelis vote.'],
  ['JO', 'Jordan hosts the conference.', 'Jordanian police came.', 'Jordanians vote.'],
  ['MA', 'Morocco sent observers.', 'Moroccan imams spoke.', 'Moroccans vote.'],
  ['TN', 'Tunisia presides over the group.', 'Tunisian women spoke.', 'Tunisians vote.'],
];

describe('every participating State and Partner is found', () => {
  test('the table holds them all', () => {
    expect(COUNTRIES.map(([code]) => code).sort()).toEqual(GAZETTEER.countries.map(({ isoCode }) => isoCode).sort());
  });
  test.each(COUNTRIES)('%s by its name: %s', (code, sentence) => expect(linked(sentence)).toBe(code));
  test.each(COUNTRIES)('%s by its adjective: %s %s', (code, _name, sentence) => expect(linked(sentence)).toBe(code));
  test.each(COUNTRIES.filter((row) => row[3] !== undefined))(
    '%s by its people: %s %s %s',
    (code, _name, _adjective, sentence) => expect(linked(sentence ?? '')).toBe(code),
  );
  test.each(GAZETTEER.countries.map((country) => [country.isoCode, country] as const))(
    '%s by every dated name that is its own',
    (code, { name, names }) => {
      const own = [name, ...names.filter(({ kind }) => kind === 'OFFICIAL').map((other) => other.name)];
      for (const phrase of own) expect(linked(`The talks with ${phrase} go on.`)).toBe(code);
    },
  );
  test.each(GAZETTEER.countries.map((country) => [country.isoCode, country.capital] as const))(
    'the capital of %s, %s, makes no edge',
    (code, capital) => {
      const text = `The experts met in ${capital} yesterday.`;
      const isCityState = GAZETTEER.countries.some(({ name }) => name === capital) || capital === 'Vatican City';
      expect(linked(text)).toBe(isCityState ? code : '');
      if (!isCityState) expect(LINKER.explain(text).suppressed[0]).toMatchObject({ isoCode: code, rule: 'capital' });
    },
  );
});
