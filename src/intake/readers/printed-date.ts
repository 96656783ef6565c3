/**
 * Dates as people print them, in the languages in which the organisation publishes. A date keeps the precision that is
 * printed, and a day that no calendar has is a fault, not a date.
 */

/** A date at a place in a text: either an ISO 8601 value of the precision known, or what is wrong with it. */
export interface PrintedDate {
  start: number;
  end: number;
  /** As printed. */
  text: string;
  value?: string;
  fault?: string;
  /** Day and month of a date that names no year; it has neither value nor fault. */
  withoutYear?: { month: number; day: number };
}

/** Month names, January first: nominative and genitive, forms separated by a space. */
const MONTH_NAMES: readonly (readonly string[])[] = [
  // English, with usual abbreviations
  [
    'january jan',
    'february feb',
    'march mar',
    'april apr',
    'may',
    'june jun',
    'july jul',
    'august aug',
    'september sep sept',
    'october oct',
    'november nov',
    'december dec',
  ],
  // Russian
  [
    'январь января',
    'февраль февраля',
    'март марта',
    'апрель апреля',
    'май мая',
    'июнь июня',
    'июль июля',
    'август августа',
    'сентябрь сентября',
    'октябрь октября',
    'ноябрь ноября',
    'декабрь декабря',
  ],
  // Ukrainian
  [
    'січень січня',
    'лютий лютого',
    'березень березня',
    'квітень квітня',
    'травень травня',
    'червень червня',
    'липень липня',
    'серпень серпня',
    'вересень вересня',
    'жовтень жовтня',
    'листопад листопада',
    'грудень грудня',
  ],
  // Serbian, Bosnian, Montenegrin in Latin letters, and the international Croatian names
  [
    'januar januara',
    'februar februara',
    'mart marta',
    'april aprila',
    'maj maja',
    'jun juna juni',
    'jul jula juli',
    'avgust avgusta august augusta',
    'septembar septembra',
    'oktobar oktobra',
    'novembar novembra',
    'decembar decembra',
  ],
  // Croatian
  [
    'siječanj siječnja',
    'veljača veljače',
    'ožujak ožujka',
    'travanj travnja',
    'svibanj svibnja',
    'lipanj lipnja',
    'srpanj srpnja',
    'kolovoz kolovoza',
    'rujan rujna',
    'listopad listopada',
    'studeni studenoga studenog',
    'prosinac prosinca',
  ],
  // Serbian in Cyrillic letters
  [
    'јануар јануара',
    'фебруар фебруара',
    'март марта',
    'април априла',
    'мај маја',
    'јун јуна',
    'јул јула',
    'август августа',
    'септембар септембра',
    'октобар октобра',
    'новембар новембра',
    'децембар децембра',
  ],
  // Macedonian
  [
    'јануари',
    'февруари',
    'март',
    'април',
    'мај',
    'јуни',
    'јули',
    'август',
    'септември',
    'октомври',
    'ноември',
    'декември',
  ],
  // Albanian
  ['janar', 'shkurt', 'mars', 'prill', 'maj', 'qershor', 'korrik', 'gusht', 'shtator', 'tetor', 'nëntor', 'dhjetor'],
  // German
  [
    'januar jänner',
    'februar feber',
    'märz',
    'april',
    'mai',
    'juni',
    'juli',
    'august',
    'september',
    'oktober',
    'november',
    'dezember',
  ],
  // French
  [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'août',
    'septembre',
    'octobre',
    'novembre',
    'décembre',
  ],
  // Romanian
  [
    'ianuarie',
    'februarie',
    'martie',
    'aprilie',
    'mai',
    'iunie',
    'iulie',
    'august',
    'septembrie',
    'octombrie',
    'noiembrie',
    'decembrie',
  ],
  // Italian
  [
    'gennaio',
    'febbraio',
    'marzo',
    'aprile',
    'maggio',
    'giugno',
    'luglio',
    'agosto',
    'settembre',
    'ottobre',
    'novembre',
    'dicembre',
  ],
  // Spanish
  [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'septiembre setiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
  // Polish
  [
    'stycznia styczeń',
    'lutego luty',
    'marca marzec',
    'kwietnia kwiecień',
    'maja maj',
    'czerwca czerwiec',
    'lipca lipiec',
    'sierpnia sierpień',
    'września wrzesień',
    'października październik',
    // "listopada" is October in Croatian, in which the organisation publishes.
    '',
    'grudnia grudzień',
  ],
  // Turkish
  ['ocak', 'şubat', 'mart', 'nisan', 'mayıs', 'haziran', 'temmuz', 'ağustos', 'eylül', 'ekim', 'kasım', 'aralık'],
  // Azerbaijani
  ['yanvar', 'fevral', 'mart', 'aprel', 'may', 'iyun', 'iyul', 'avqust', 'sentyabr', 'oktyabr', 'noyabr', 'dekabr'],
  // Uzbek and Turkmen where they differ
  [
    'ýanwar',
    'fewral',
    'mart',
    'aprel',
    'maý',
    'iýun',
    'iýul',
    'avgust awgust',
    'sentabr sentýabr',
    'oktabr oktýabr',
    'noyabr noýabr',
    'dekabr',
  ],
  // Tajik and Kyrgyz where they differ from Russian
  [
    'январи январы',
    'феврали февралы',
    'марти марты',
    'апрели апрелы',
    'майи майы',
    'июни июну',
    'июли июлу',
    'августи августу',
    'сентябри сентябры',
    'октябри октябры',
    'ноябри ноябры',
    'декабри декабры',
  ],
  // Kazakh
  [
    'қаңтар',
    'ақпан',
    'наурыз',
    'сәуір',
    'мамыр',
    'маусым',
    'шілде',
    'тамыз',
    'қыркүйек',
    'қазан',
    'қараша',
    'желтоқсан',
  ],
  // Armenian
  [
    'հունվար հունվարի',
    'փետրվար փետրվարի',
    'մարտ մարտի',
    'ապրիլ ապրիլի',
    'մայիս մայիսի',
    'հունիս հունիսի',
    'հուլիս հուլիսի',
    'օգոստոս օգոստոսի',
    'սեպտեմբեր սեպտեմբերի',
    'հոկտեմբեր հոկտեմբերի',
    'նոյեմբեր նոյեմբերի',
    'դեկտեմբեր դեկտեմբերի',
  ],
  // Georgian
  [
    'იანვარი იანვარს',
    'თებერვალი თებერვალს',
    'მარტი მარტს',
    'აპრილი აპრილს',
    'მაისი მაისს',
    'ივნისი ივნისს',
    'ივლისი ივლისს',
    'აგვისტო აგვისტოს',
    'სექტემბერი სექტემბერს',
    'ოქტომბერი ოქტომბერს',
    'ნოემბერი ნოემბერს',
    'დეკემბერი დეკემბერს',
  ],
];

const MONTHS = new Map<string, number>();
for (const language of MONTH_NAMES) {
  language.forEach((names, month) => {
    for (const name of names.split(' ')) if (name !== '' && !MONTHS.has(name)) MONTHS.set(name, month + 1);
  });
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** The Helsinki process began in 1973; a year far from its time is a misprint. */
const EARLIEST_YEAR = 1970;
const LATEST_YEAR = 2100;

/** The month of that name, 1 to 12. */
function monthNamed(name: string): number | undefined {
  return MONTHS.get(name.toLowerCase());
}

/** A date of the precision given, or what is wrong with it. */
export function calendarDate(year: number, month?: number, day?: number): { value: string } | { fault: string } {
  const two = (part: number) => String(part).padStart(2, '0');
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return { fault: `the year ${year} is out of range` };
  if (month === undefined) return { value: String(year) };
  if (month < 1 || month > 12) return { fault: `there is no month ${month}` };
  if (day === undefined) return { value: `${year}-${two(month)}` };
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && !leap ? 28 : DAYS_OF_MONTH[month - 1]!;
  if (day < 1 || day > last) return { fault: `month ${month} of ${year} has no day ${day}` };
  return { value: `${year}-${two(month)}-${two(day)}` };
}

// Every repetition below is bounded, and callers pass the heads of lines, so no text can make the search slow.
const ISO = /(?<![\d-])(\d{4})-(\d{2})(?:-(\d{2}))?(?=T\d|(?![\d-]))/g;
const NUMERIC = /(?<![\d./])(\d{1,2})[./] ?(\d{1,2})[./] ?(\d{4})(?!\d)/g;
const DAY_FIRST =
  /(?<![\p{L}\d])(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?,? ?(?:of |de )?)?(\p{L}{3,14})\.?,? ?(?:de )?(?:(\d{4})(?!\d))?/gu;
/** `2011-жылдын 5-июну`, `2011 yil 5 iyun`, `2011 жылғы 5 маусым`, `2011-nji ýylyň 5-nji iýuny` */
const YEAR_FIRST =
  /(?<![\p{L}\d])(\d{4})(?: ?[-‐–] ?(?:nji|njy|chi))?[ ‐–-](?:yil\p{L}{0,4}|yilning|il\p{L}{0,4}|йил\p{L}{0,4}|жыл\p{L}{0,5}|ж\.|ýyl\p{L}{0,3}|წლის|թ\.|թվականի)(?: |-)(\d{1,2})(?: ?[-‐–]? ?(?:nji|njy|чи|чу)?)? ?(\p{L}{3,14})/gu;
const MONTH_FIRST = /(?<![\p{L}\d])(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/gu;

/** All dates in a text, in order. Months with neither day nor year are no dates: `may` is mostly a verb. */
export function datesIn(text: string): PrintedDate[] {
  const dates: PrintedDate[] = [];
  const add = (match: RegExpMatchArray, read: Pick<PrintedDate, 'value' | 'fault' | 'withoutYear'>) => {
    const start = match.index!;
    const printed = match[0].trimEnd();
    const end = start + printed.length;
    if (dates.some((other) => start < other.end && end > other.start)) return;
    dates.push({ start, end, text: printed, ...read });
  };
  const number = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits));

  for (const match of text.matchAll(ISO))
    add(match, calendarDate(Number(match[1]), Number(match[2]), number(match[3])));
  for (const match of text.matchAll(NUMERIC)) {
    add(match, calendarDate(Number(match[3]), Number(match[2]), Number(match[1])));
  }
  for (const match of text.matchAll(YEAR_FIRST)) {
    const month = monthNamed(match[3]!) ?? monthNamed(match[3]!.replace(/[yiыу]$/u, ''));
    if (month) add(match, calendarDate(Number(match[1]), month, Number(match[2])));
  }
  for (const match of text.matchAll(MONTH_FIRST)) {
    const month = monthNamed(match[1]!);
    if (month) add(match, calendarDate(Number(match[3]), month, Number(match[2])));
  }
  for (const match of text.matchAll(DAY_FIRST)) {
    const month = monthNamed(match[2]!);
    if (!month || (match[1] === undefined && match[3] === undefined)) continue;
    const day = number(match[1]);
    if (match[3] !== undefined) add(match, calendarDate(Number(match[3]), month, day));
    else if (day !== undefined) add(match, { withoutYear: { month, day } });
  }
  return dates.sort((a, b) => a.start - b.start);
}
