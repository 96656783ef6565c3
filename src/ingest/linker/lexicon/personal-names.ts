/**
 * Given names and family names, in lower case without accents, that make a word for a country beside them a part of a
 * person's name. Names that are also ordinary words (Mark, Will, Christian) are left out: a headline may begin with them.
 */
const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

export const GIVEN_NAMES = set(`aaron adam adrian agnes alan albert alex alexander alexandra alexei alfred alice alison
  amanda amy ana anatole anatoly andrea andreas andrei andrew andy angela ann anna anne annie anthony anton antonio arnold
  arthur barbara barry ben benjamin bernard beth bob boris brad brandon brenda brian bruce carl carla carlos carol
  caroline catherine charles charlotte chris christina christine christopher claire clara clare colin craig cynthia dan
  daniel danilo david dawn deborah denis dennis diana diane dmitry don donald dorothy doug douglas duncan edward eduard
  elena elizabeth ellen emily emma eric erik eugene eva evelyn florin francis fred frederick gareth gary gavin geoffrey
  george gerald gerard gheorghe gordon graham greg gregory guy hannah harold harry heather helen helena henry howard
  hugh hugo ian igor ion ioana irina isabel ivan jack jacob jakob james jamie jan jane janet jason jay jean jeff
  jeffrey jennifer jeremy jerry jessica jill jim jimmy joan joanna joe joel johan johanna john johnny jon jonas jonathan
  jose josef joseph josh joshua juan judith judy julia julian julie karen karin karl kate katherine kathleen kathryn
  katie keith ken kenneth kevin kim kurt kyle lance larry laura lauren laurence lee leo leon leonard leslie lewis
  linda lindsay lisa liz louis louise lucas lucy luis luke lynn magdalena marcel marcus margaret maria marie mario
  marion marta martha martin mary matt matthew maria max megan mel melissa michael michel michelle mihai mike mikhail
  miroslav monica nancy natalia natalie neil nicholas nick nicola nicolae nicole nigel nikolai nina noel nora norman oleg
  olga oliver olivia ovidiu owen pamela patricia patrick paul paula peter petr phil philip phyllis rachel ralph raymond
  rebecca richard rick robert robin rodney roger ron ronald ross ruth ryan sally sam samantha samuel sandra sara sarah
  scott sean sebastian sergei sharon sheila shirley simon sonia sophia sophie stanley stefan stephanie stephen steve
  steven stuart susan suzanne sylvia tamara tatiana ted teresa terry theresa thomas tim timothy tina todd tom tommy tony
  vera veronica vincent viorel virginia vladimir volker volodymyr walter wendy wayne wilhelm william yvonne zoe`);

export const FAMILY_NAMES =
  set(`adams allen anderson baker barnes bell bennett brooks brown butler campbell carter clark
  clarke coleman collins cook cooper cox crawford davies davis diaz edwards evans ferguson fisher fletcher ford foster
  garcia gonzalez graham gray green hall hamilton hansen harris harrison henderson hernandez hill holmes howard hughes
  jackson jenkins johansson johnson jones jorgensen kaya kelly kennedy king larsen lee lewis lopez marshall martin
  martinez mason meloni miller mitchell moore morgan morris murphy murray nelson nielsen nilsson olsen olsson parker
  patterson perez perry peters petersen peterson phillips pickford powell price reed reynolds richards richardson rivera
  roberts robertson robinson rodriguez rogers ross russell sanchez sanders scott shaw simmons simpson smith spieth
  stevens stewart sullivan taylor thomas thompson torres tucker turner walker wallace ward watson webb wells west white
  williams wilson wood woods wright young`);

/** Endings that family names of many languages have and English nouns have not. */
export const FAMILY_NAME_ENDINGS = [
  'ovic',
  'evic',
  'opoulou',
  'opoulos',
  'idis',
  'akis',
  'enko',
  'shvili',
  'adze',
  'escu',
  'ova',
  'eva',
  'sson',
  'ov',
  'sen',
  'yan',
  'ski',
  'sky',
  'ska',
  'aki',
] as const;
