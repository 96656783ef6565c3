/** Words beside a name that tell what the name is. All in lower case. */
const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

export const MONTHS = set(`january february march april may june july august september october november december
  jan feb mar apr jun jul aug sep sept oct nov dec`);

/** Bodies and offices of a State. Beside a word for a country they make it an institution of that country. */
export const NATIONAL_INSTITUTIONS = set(`embassy embassies consulate ministry ministries minister ministers government
  parliament parliamentary assembly senate congress congressional president presidential presidency prime premier
  chancellor king queen crown ambassador ambassadors delegation chairmanship chairpersonship chair authorities
  police gendarmerie army navy forces armed military border customs coast federal state national supreme constitutional
  court courts prosecutor prosecutors department agency bureau foreign interior internal defence defense justice foreign
  ombudsman ombudsperson permanent representative representation bundestag sejm duma rada riksdag folketing`);

/** Words with which the name of an OSCE field office begins, read with "in", "to" or "at" behind. */
export const OFFICE_HEADS = set('mission missions presence centre center office co-ordinator coordinator');
export const OFFICE_QUALIFIERS = set(`osce csce osce's programme program liaison field monitoring monitor verification
  spillover follow-up observer border project europe council eu un nato union nations`);

/** Nouns of treaties, documents, processes and meetings, which take the name of the city where they were agreed. */
export const DOCUMENT_NOUNS = set(`convention conventions document documents act charter mechanism declaration
  declarations agreement agreements accord accords treaty protocol protocols recommendations guidelines process summit
  group conference principles plan decision decisions ministerial commitments concluding memorandum compromise
  format package talks concept framework statute club criteria consensus follow-up`);

/** Heads of the names of societies, churches, universities: what they name is not the State. */
export const ORGANIZATION_HEADS = set(`association foundation society university orthodox apostolic catholic
  evangelical lutheran caritas radio`);
/** The same, of two words. */
export const ORGANIZATION_PAIRS = new Set([
  'helsinki committee',
  'helsinki group',
  'helsinki foundation',
  'helsinki federation',
  'helsinki citizens',
  'refugee council',
  'red cross',
  'red crescent',
  'press club',
  'press council',
  'journalists union',
  "journalists' union",
  'trade union',
  'olympic committee',
  'broadcasting corporation',
  'broadcasting company',
  'public broadcaster',
  'public broadcasting',
  'public television',
  'radio television',
  'peace corps',
]);

/** Last words of the names of newspapers and broadcasters. */
export const MEDIA_NOUNS = set('times today mail herald tribune gazette chronicle telegraph post televisions');
/** Broadcasters whose services are called by a language: "BBC Russian Service". */
export const BROADCASTERS = set('bbc rfe rl liberty rfi voa america europe svoboda');

export const AMERICAN_STATES = set(`alabama alaska arizona arkansas california colorado connecticut delaware florida
  hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
  mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia
  wisconsin wyoming carolina dakota`);
export const GEORGIAN_TOWNS_OF_AMERICA = set(`atlanta savannah augusta macon columbus marietta decatur roswell valdosta
  gainesville benning stewart springs brunswick albany county kennesaw`);
/** What follows the name of the American state of Georgia. */
export const AMERICAN_STATE_NOUNS =
  set(`tech secretary gubernatorial governor legislature runoff bulldogs aquarium senator
  senators peach county counties republicans democrats`);

export const HONORIFICS = set('mr mrs ms miss dr prof sir lady congressman senator');

/** Before a name in full: "Minister Israel Katz". */
export const PERSONAL_TITLES = set(`minister president ambassador judge professor deputy mr mrs ms dr chairman
  chairwoman chairperson senator congressman commissioner general colonel captain director mayor journalist activist`);

/** Verbs and nouns before the name of a language. */
export const LANGUAGE_LEADS = set(`speak speaks speaking spoke learn learns learning learned learnt teach teaches
  teaching taught fluent`);
export const LANGUAGE_OF_LEADS = set(`knowledge use command teaching learning proficiency speakers status fluency
  mastery level study role`);
/** Nouns after the name of a language. */
export const LANGUAGE_NOUNS =
  set(`language languages speaking speaker speakers translation translations version versions
  subtitles subtitle subtitled toponyms interpretation interpreter interpreters alphabet dialect dialects grammar vocabulary
  lessons lesson medium script orthography spelling text`);
/** Words after which the name of a language cannot go on as an adjective: "in Russian and", "in Russian as well". */
export const FUNCTION_WORDS = set(`and or but as at to for on by with from in into of only is are was were be been has
  have had will would can could may might must should that which who when while where if than also too since after
  before during under through via about because so not instead rather are here there both on-line online`);
/** "in Russian handed out", "in Albanian broadcast": what is done with texts. Those in -ed are read by the rule. */
export const LANGUAGE_PARTICIPLES = set('broadcast written shown taught spoken read sent given made told sung');
/** What is done by States, where the hyphen is lost: "in Russian occupied areas". */
export const OTHER_PARTICIPLES = set(`occupied controlled led backed supported funded financed organized organised
  sponsored administered owned detained displaced imposed operated armed`);
/** Languages that are no adjective of a country here; they appear in lists with those that are. */
export const OTHER_LANGUAGES =
  set(`english arabic romani chinese mandarin persian dari pashto farsi gagauz tatar catalan
  hebrew latin basque kurdish hindi urdu bosniak sami yiddish`);

/** Peoples beside whom Serbs, Croats and Egyptians are ethnic communities. */
export const COMMUNITY_NEIGHBOURS = set('roma ashkali askhali ashkalia ashkalis bosniak bosniaks gorani sinti');
/** Where these are near, Serbs and Croats are communities of Bosnia and Herzegovina, Croatia, Kosovo or Vojvodina. */
export const SOUTH_SLAV_NEIGHBOURS =
  set(`kosovo bosnia bosnian herzegovina bih croatia croatian srpska vojvodina refugees
  returnees community communities municipalities entity entities`);

/** Cities that are seats of European institutions; in a list with them Luxembourg is the city. */
export const EUROPEAN_SEATS = set('strasbourg brussels geneva vienna frankfurt paris london');

export const CURRENCIES = set(`dollar dollars pound pounds franc francs krona kronor kroner krone koruna korunas crown
  crowns tenge som soms somoni manat ruble rubles rouble roubles zloty zlotys lira liras hryvnia hryvnias lari leu lei
  lev leva forint forints dinar dinars lek leks denar denars dram drams sum sums shekel shekels yen won baht`);

/** What one does to "us" in capitals. */
export const PRONOUN_LEADS = set(`about contact join follow help tell support call email give let visit with for to
  find meet ask trust of between among reach write`);

/** Before a place these make it a part of a country, capital letter or not: "East Kazakhstan Region". */
export const COMPASS = set('north south east west northern southern eastern western central');
export const SUBDIVISIONS = set('region oblast province district canton county voivodeship prefecture');

export const POULTRY = set('meat breast dinner sandwich sandwiches farm farms farmers farmer eggs stuffing vulture');

/** Before a name these make it a place. */
export const PLACE_PREPOSITIONS = set('in to from of at into across throughout within near inside outside between for');

/** "Hotel Uzbekistan", "Georgia Avenue", "Ukraine Square". */
export const BUILDINGS_BEFORE = set('hotel cinema restaurant cafe sanatorium camp');
export const STREETS_BEHIND = set('street avenue boulevard square road lane hotel cinema prospect prospekt');

/** What follows a people where its neighbours by descent, and not the State, are meant: "the Armenian community". */
export const NOT_OF_A_COMMUNITY = set(`policing police centre center centres centers service services safety security
  based work health development college foundation care`);

/** What a headline has behind a country's name, and no person is called. */
export const HEADLINE_NOUNS =
  set(`election elections conflict crisis talks war report media visit update law reform vote
  votes youth women students team officials experts process programme project training support partner partners`);

/** Of whom one speaks with a word for a country where neighbours by descent are meant. */
export const COMMUNITY_NOUNS = set(
  'community communities municipality municipalities majority population villages enclaves',
);
