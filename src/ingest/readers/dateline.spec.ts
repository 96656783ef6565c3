import { datelineOf } from './dateline.js';

describe('a dateline gives the date of a text', () => {
  test.each<[paragraph: string, date: string, places: string]>([
    ['SKOPJE, 8 April 2011 – A course for clerks began.', '2011-04-08', 'SKOPJE'],
    ['WARSAW/BISHKEK, 18 January 2005 - Observers have arrived.', '2005-01-18', 'WARSAW BISHKEK'],
    ['WARSAW / OSH, 18 January 2005 - Observers have arrived.', '2005-01-18', 'WARSAW OSH'],
    ['BISHKEK 1996- The first years were quiet.', '1996', 'BISHKEK'],
    ['BISHKEK 1996- On 3 May 1997 a library opened.', '1996', 'BISHKEK'],
    ['SKOPJE, 8 April 2011–A team came.', '2011-04-08', 'SKOPJE'],
    ['SKOPJE, 8 April 2011–“A team came,” she said.', '2011-04-08', 'SKOPJE'],
    ['VIENNA, 8 September 1997-- Two ministers meet.', '1997-09-08', 'VIENNA'],
    ['VIENNA, 22 August 2018- He is free.', '2018-08-22', 'VIENNA'],
    ['VIENNA, 22 August 2018 — He is free.', '2018-08-22', 'VIENNA'],
    ['VIENNA, 22nd of August 2018 — He is free.', '2018-08-22', 'VIENNA'],
    ['VIENNA, August 22, 2018 – He is free.', '2018-08-22', 'VIENNA'],
    ['VIENNA, 22 Aug. 2018 – He is free.', '2018-08-22', 'VIENNA'],
    ['VIENNA, Wednesday, 22 August 2018 – He is free.', '2018-08-22', 'VIENNA'],
    ['VIENNA, August 2018 – The summer was long.', '2018-08', 'VIENNA'],
    ['VIENNA 22 August 2018 – He is free.', '2018-08-22', 'VIENNA'],
    ['(Vienna, 22 August 2018) – He is free.', '2018-08-22', 'Vienna'],
    ['Vienna, 22 August 2018 – He is free.', '2018-08-22', 'Vienna'],
    ['VIENNA, 22.08.2018 – He is free.', '2018-08-22', 'VIENNA'],
    ['OSH, Kyrgyzstan, 14 March 2006- A course begins.', '2006-03-14', 'OSH Kyrgyzstan'],
    ['THE HAGUE, 2 May 2012 – The Commissioner spoke.', '2012-05-02', 'THE HAGUE'],
    ['ST. PETERSBURG, 2 May 2012 – The Commissioner spoke.', '2012-05-02', 'ST. PETERSBURG'],
    ['NUR-SULTAN, 2 May 2019 – A seminar ended.', '2019-05-02', 'NUR-SULTAN'],
    ['TIRANA / BRUSSELS / GENEVA – 6 October 2020. The chairs regret it.', '2020-10-06', 'TIRANA BRUSSELS GENEVA'],
    ['PRISHTINË/PRIŠTINA, 22 February 2013 – Two reports appear.', '2013-02-22', 'PRISHTINË PRIŠTINA'],
    ['12 June 2025, Sarajevo – A round table was held.', '2025-06-12', 'Sarajevo'],
    ['19 December 2024, SARAJEVO – Dogs compete.', '2024-12-19', 'SARAJEVO'],
    ['12 June 2025 – A round table was held.', '2025-06-12', ''],
    ['SARAJEVO, 26. novembar 2025. godine - Misija je otvorila školu.', '2025-11-26', 'SARAJEVO'],
    ['BEOGRAD, 4. aprila 2012. – Počela je obuka.', '2012-04-04', 'BEOGRAD'],
    ['ZAGREB, 16. travnja 2003. – Studija je gotova.', '2003-04-16', 'ZAGREB'],
    ['БИШКЕК, 12 марта 2012 года – Начался семинар.', '2012-03-12', 'БИШКЕК'],
    ['АСТАНА, 1 мая 2012 г. – Начался семинар.', '2012-05-01', 'АСТАНА'],
    ['TIRANË, 23 korrik 2020 – Prezenca hapi një kurs.', '2020-07-23', 'TIRANË'],
    ['BERLIN, 14. März 2016 – Die Konferenz beginnt.', '2016-03-14', 'BERLIN'],
    ['BERLIN, den 14. März 2016 – Die Konferenz beginnt.', '2016-03-14', 'BERLIN'],
    ['GENÈVE, le 3 février 2014 – La conférence commence.', '2014-02-03', 'GENÈVE'],
    ['PARIS, 1er août 2014 – La conférence commence.', '2014-08-01', 'PARIS'],
    ['WARSAW/BISHKEK 18 January 2005', '2005-01-18', 'WARSAW BISHKEK'],
    ['Monday, 3 March 2014, VIENNA – He is free.', '2014-03-03', 'VIENNA'],
    ['3 March 2014, TBILISI: He is free.', '2014-03-03', 'TBILISI'],
    ['(VIENNA, 5 May 2011) He is free.', '2011-05-05', 'VIENNA'],
    ['TIRASPOL, Mar 4, 2003 (OSCE) -- He is free.', '2003-03-04', 'TIRASPOL'],
    ['Tbilisi/3 March 2014 – He is free.', '2014-03-03', 'Tbilisi'],
    ['TBILISI, 3 March 2014 He is free.', '2014-03-03', 'TBILISI'],
    ['VIENNA, 3 March 2014, 10:00 – He is free.', '2014-03-03', 'VIENNA'],
    ['CHIȘINĂU, 5 iunie 2011 – Misiunea a deschis un curs.', '2011-06-05', 'CHIȘINĂU'],
    ['WARSZAWA, 5 czerwca 2011 r. – Biuro otworzyło kurs.', '2011-06-05', 'WARSZAWA'],
    ['ROMA, 5 giugno 2011 – Un corso comincia.', '2011-06-05', 'ROMA'],
    ['MADRID, 5 de junio de 2011 – Un curso comienza.', '2011-06-05', 'MADRID'],
    ['ANKARA, 5 Haziran 2011 – Kurs açıldı.', '2011-06-05', 'ANKARA'],
    ['BAKI, 5 iyun 2011-ci il – Kurs açıldı.', '2011-06-05', 'BAKI'],
    ['TOSHKENT, 2011 yil 5 iyun – Kurs ochildi.', '2011-06-05', 'TOSHKENT'],
    ['БИШКЕК, 2011-жылдын 5-июну – Курс ачылды.', '2011-06-05', 'БИШКЕК'],
    ['АСТАНА, 2011 жылғы 5 маусым – Курс ашылды.', '2011-06-05', 'АСТАНА'],
    ['ДУШАНБЕ, 5 июни 2011 – Курс кушода шуд.', '2011-06-05', 'ДУШАНБЕ'],
    ['ԵՐԵՎԱՆ, 5 հունիսի 2011թ. – Դասընթաց բացվեց։', '2011-06-05', 'ԵՐԵՎԱՆ'],
  ])('%s', (paragraph, date, places) => {
    const dateline = datelineOf(paragraph);
    expect(dateline?.date.value).toBe(date);
    expect(dateline?.places.join(' ')).toBe(places);
  });

  test('what follows it is the text', () => {
    const paragraph = 'SKOPJE, 8 April 2011–A team came.';
    expect(paragraph.slice(datelineOf(paragraph)!.end)).toBe('A team came.');
  });

  test('a line of place and date stands alone', () => {
    expect(datelineOf('WARSAW/BISHKEK 18 January 2005')?.alone).toBe(true);
    expect(datelineOf('WARSAW, 18 January 2005 – Rain.')?.alone).toBe(false);
  });
});

describe('a date inside a sentence is that of what happened', () => {
  test.each([
    ['On 12 May 2014 – a Monday – the course began.'],
    ['In Vienna, 12 May 2014 was a holiday.'],
    ['The mission was in Hungary from 8 to 11 October 2012 for talks.'],
    ['Participants met in Vienna, 3 May 2014 – the day of the press.'],
    ['Helsinki 1975 – a turning point – is remembered.'],
    ['FINLAND 2025 – OSCE Chairpersonship takes stock.'],
    ['OSCE 2020 – a year of change.'],
    ['VIENNA 1996-1999, a history.'],
    ['VIENNA, 18-20 May 2014 – The conference lasts three days.'],
    ['12 June 2025 – 14 June 2025'],
    ['A seminar on 3 May 2014. It ended on 4 May.'],
    ['OSH,'],
    ['Paris, 3 March 2014 The Mission spoke.'],
    ['VIENNA, 3 March 2014 was a Monday.'],
    ['VIENNA, 1'],
    [''],
    ['Kamensk-Shakhtinskiy, Russian Federation. The observers saw two buses.'],
  ])('%s', (paragraph) => {
    expect(datelineOf(paragraph)).toBeUndefined();
  });
});

describe('a dateline that gives no date', () => {
  test('names a day that does not exist', () => {
    expect(datelineOf('VIENNA, 31 February 2012 – Snow.')?.date).toMatchObject({
      text: '31 February 2012',
      fault: 'month 2 of 2012 has no day 31',
    });
  });

  test('names no year', () => {
    const date = datelineOf('VIENNA, 23 August – Rain fell.')?.date;
    expect(date).toMatchObject({ withoutYear: { month: 8, day: 23 } });
    expect(date?.value).toBeUndefined();
  });
});
