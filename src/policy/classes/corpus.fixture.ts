/**
 * Texts with data of known classes, and texts that only look so, made from the published formats with a seed. Check digits are found by trying
 * all of them against a formula written here once more, so that a mistake of the detectors' is not repeated.
 */
export interface Labelled {
  /** `national_id.es_dni`, `email` … */
  readonly label: string;
  readonly text: string;
}

export type Random = (below: number) => number;

/** Mulberry32: the same texts for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pick = <One>(random: Random, from: readonly One[]): One => {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String(random(10))).join('');
const letters = (random: Random, count: number, from: string): string =>
  Array.from({ length: count }, () => pick(random, [...from])).join('');
const filled = (random: Random, start: string, length: number): string =>
  start + digits(random, length - start.length);
const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const sum = (text: string, weights: readonly number[]): number =>
  weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
const big = (text: string, by: number): number => Number(BigInt(text) % BigInt(by));

interface Sample {
  /** The number as it is written. */
  readonly written: string;
  /** Words before it that people write; the empty one where its form says enough. */
  readonly before: readonly string[];
}

/** How a valid one is made, and how one with a wrong check is; `undefined`: it has none. */
interface Format {
  readonly label: string;
  good(random: Random): Sample;
  bad?(random: Random): string;
}

/** The last digit (or sign) that makes `holds` true; tries again with another body when none does. */
function closed(
  random: Random,
  body: () => string,
  ends: readonly string[],
  holds: (whole: string) => boolean,
) {
  for (;;) {
    const start = body();
    const end = ends.find((one) => holds(start + one));
    if (end !== undefined)
      return {
        good: start + end,
        bad:
          start +
          pick(
            random,
            ends.filter((one) => !holds(start + one)),
          ),
      };
  }
}

const ten = [...'0123456789'];
const hundred = Array.from({ length: 100 }, (_, at) => pad(at, 2));
const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const luhnSum = (text: string): number =>
  [...text].reverse().reduce((total, one, at) => {
    const value = Number(one) * (at % 2 === 0 ? 1 : 2);
    return total + Math.floor(value / 10) + (value % 10);
  }, 0);
const date = (random: Random) => ({ day: 1 + random(28), month: 1 + random(12), year: random(100) });
const ymd = (random: Random) => {
  const { day, month, year } = date(random);
  return pad(year, 2) + pad(month, 2) + pad(day, 2);
};
const dmy = (random: Random) => {
  const { day, month, year } = date(random);
  return pad(day, 2) + pad(month, 2) + pad(year, 2);
};
const eleven10 = (text: string): boolean => {
  let rest = 10;
  for (const one of text.slice(0, -1)) rest = (((Number(one) + rest) % 10 || 10) * 2) % 11;
  return (11 - rest) % 10 === Number(text.at(-1));
};

type Pair = { readonly good: string; readonly bad: string };
function format(
  label: string,
  make: (random: Random) => Pair,
  write: (id: string) => string,
  before: readonly string[],
): Format {
  return {
    label,
    good: (random) => ({ written: write(make(random).good), before }),
    bad: (random) => write(make(random).bad),
  };
}

const cpf = (text: string): boolean => {
  const first = ((sum(text, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((sum(text, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return first === Number(text[9]) && second === Number(text[10]);
};
const dniLetter = (number: number): string => 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(number % 23);

const ibanOf = (country: string, bban: string): string => {
  const numeric = [...`${bban}${country}00`].map((one) => Number.parseInt(one, 36)).join('');
  return `${country}${pad(98 - big(numeric, 97), 2)}${bban}`;
};
const grouped = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');

const names = ['jane', 'j.doe', 'maria_lopez', 'o.nielsen', 'kees', 'büro', 'info', 'a.b.c', 'x9'];
const hosts = [
  'acme.com',
  'northwind.io',
  'mail.contoso.co.uk',
  'firma.de',
  'société.fr',
  'ex4mple.org',
  'a-b.eu',
];

const contacts: readonly Format[] = [
  {
    label: 'email',
    good: (random) => ({
      written: `${pick(random, names)}${random(3) === 0 ? `+${random(99)}` : ''}@${pick(random, hosts)}`,
      before: ['', 'Write to ', 'from: ', '<'],
    }),
    bad: (random) =>
      `${pick(random, names)}@${pick(random, ['example.com', 'localhost', 'acme', 'host.invalid', '2x.png', 'left-pad.js'])}`,
  },
  {
    label: 'phone',
    good: (random) => ({
      written: pick(random, [
        () => `+49 30 ${2 + random(8)}${digits(random, 6)}`,
        () => `+44 20 7${digits(random, 3).replace(/^946/, '947')} ${digits(random, 4)}`,
        () => `+1 (212) ${2 + random(3)}${digits(random, 2)}-${digits(random, 4)}`,
        () => `+33 1 4${random(9)} ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)}`,
        () => `+31 6 1${digits(random, 7)}`,
        () => `0034 91 ${5 + random(4)}${digits(random, 2)} ${digits(random, 4)}`,
      ])(),
      before: ['', 'Call ', 'phone: '],
    }),
    bad: (random) =>
      pick(random, [
        () => `+${digits(random, 4)}`,
        () => `+1 212 555 01${digits(random, 2)}`,
        () => `+0 ${digits(random, 9)}`,
      ])(),
  },
  {
    label: 'iban',
    good: (random) => {
      const whole = pick(random, [
        () => ibanOf('DE', digits(random, 18)),
        () => ibanOf('NL', `ABNA${digits(random, 10)}`),
        () => ibanOf('CH', digits(random, 17)),
        () => ibanOf('AT', digits(random, 16)),
        () => ibanOf('GB', `MIDL${digits(random, 14)}`),
      ])();
      return { written: random(2) === 0 ? whole : grouped(whole), before: ['', 'IBAN ', 'Konto: '] };
    },
    bad: (random) =>
      grouped(
        ibanOf('DE', digits(random, 18)).replace(/\d\d(?=\d{18})/, (check) =>
          pad((Number(check) + 1 + random(90)) % 98, 2),
        ),
      ),
  },
  format(
    'card',
    (random) =>
      closed(
        random,
        () => filled(random, pick(random, ['4', '51', '55', '2221', '6011']), 15),
        ten,
        (one) => luhnSum(one) % 10 === 0,
      ),
    grouped,
    ['', 'Card ', 'Visa: '],
  ),
];

const national: readonly Format[] = [
  format(
    'national_id.es_dni',
    (random) => {
      const number = pad(random(100_000_000), 8);
      return {
        good: number + dniLetter(Number(number)),
        bad: number + dniLetter(Number(number) + 1 + random(21)),
      };
    },
    (id) => id,
    ['', 'DNI ', 'mi DNI es '],
  ),
  format(
    'national_id.es_nie',
    (random) => {
      const at = random(3);
      const rest = digits(random, 7);
      const number = Number(`${at}${rest}`);
      return {
        good: `${'XYZ'[at]}${rest}${dniLetter(number)}`,
        bad: `${'XYZ'[at]}${rest}${dniLetter(number + 5)}`,
      };
    },
    (id) => id,
    ['', 'NIE: '],
  ),
  format(
    'national_id.fr_nir',
    (random) =>
      closed(
        random,
        () =>
          `${1 + random(2)}${pad(random(100), 2)}${pad(1 + random(12), 2)}${pad(1 + random(95), 2)}${digits(random, 6)}`,
        hundred,
        (one) => 97 - big(one.slice(0, 13), 97) === Number(one.slice(13)),
      ),
    (id) => id.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7'),
    ['', 'Sécurité sociale ', 'NIR '],
  ),
  format(
    'national_id.de_steuer_id',
    (random) =>
      closed(
        random,
        () => {
          const order = [...ten].sort(() => random(3) - 1);
          const kept = order.slice(0, 9);
          const whole = [...kept, kept[random(9)] ?? '1'];
          return (whole[0] === '0' ? whole.reverse() : whole).join('');
        },
        ten,
        (one) => one[0] !== '0' && eleven10(one),
      ),
    (id) => id.replace(/^(..)(...)(...)(...)$/, '$1 $2 $3 $4'),
    ['', 'Steuer-ID ', 'IdNr. '],
  ),
  format(
    'national_id.it_codice_fiscale',
    (random) =>
      closed(
        random,
        () =>
          `${letters(random, 6, 'BCDFGLMNPRST')}${digits(random, 2)}${letters(random, 1, 'ABCDEHLMPRST')}${pad(1 + random(28), 2)}H${digits(random, 3)}`,
        alphabet,
        (one) => {
          const odd = [
            1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
          ];
          const total = [...one.slice(0, 15)].reduce((all, sign, at) => {
            const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65;
            return all + (at % 2 === 0 ? (odd[value] ?? 0) : value);
          }, 0);
          return String.fromCharCode(65 + (total % 26)) === one[15];
        },
      ),
    (id) => id,
    ['', 'codice fiscale '],
  ),
  format(
    'national_id.nl_bsn',
    (random) =>
      closed(
        random,
        () => digits(random, 8),
        ten,
        (one) => sum(one, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
      ),
    (id) => id,
    ['BSN ', 'burgerservicenummer: '],
  ),
  format(
    'national_id.be_rijksregister',
    (random) =>
      closed(
        random,
        () => `${ymd(random)}${digits(random, 3)}`,
        hundred,
        (one) => 97 - big(one.slice(0, 9), 97) === Number(one.slice(9)),
      ),
    (id) => id.replace(/^(..)(..)(..)(...)(..)$/, '$1.$2.$3-$4.$5'),
    ['', 'rijksregister '],
  ),
  format(
    'national_id.pl_pesel',
    (random) =>
      closed(
        random,
        () => `${ymd(random)}${digits(random, 4)}`,
        ten,
        (one) => sum(one, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
      ),
    (id) => id,
    ['PESEL ', 'PESEL: '],
  ),
  format(
    'national_id.se_personnummer',
    (random) =>
      closed(
        random,
        () => `${ymd(random)}${digits(random, 3)}`,
        ten,
        (one) => luhnSum(one) % 10 === 0,
      ),
    (id) => `${id.slice(0, 6)}-${id.slice(6)}`,
    ['', 'personnummer '],
  ),
  format(
    'national_id.gb_nhs',
    (random) =>
      closed(
        random,
        () => digits(random, 9),
        ten,
        (one) => sum(one, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
      ),
    (id) => id.replace(/^(...)(...)(....)$/, '$1 $2 $3'),
    ['NHS number ', 'NHS no: '],
  ),
  {
    label: 'national_id.gb_nino',
    good: (random) => ({
      written: `${letters(random, 1, 'ABCEHJLMPRSTWXY')}${letters(random, 1, 'ACEHJLMPRSWXYZ')} ${digits(random, 2)} ${digits(random, 2)} ${digits(random, 2)} ${letters(random, 1, 'ABCD')}`,
      before: ['', 'NI number '],
    }),
    bad: (random) =>
      `${pick(random, ['BG', 'GB', 'DA', 'QQ', 'AO', 'ZZ'])}${digits(random, 6)}${letters(random, 1, 'ABCD')}`,
  },
  {
    label: 'national_id.us_ssn',
    good: (random) => ({
      written: `${pad(1 + random(600), 3)}-${pad(1 + random(99), 2)}-${pad(1 + random(9_999), 4)}`,
      before: ['', 'SSN ', 'social security number: '],
    }),
    bad: (random) =>
      pick(random, [
        () => `000-${digits(random, 2)}-${digits(random, 4)}`,
        () => `9${digits(random, 2)}-${digits(random, 2)}-${digits(random, 4)}`,
        () => `${pad(1 + random(600), 3)}-00-${digits(random, 4)}`,
      ])(),
  },
  format(
    'national_id.br_cpf',
    (random) => closed(random, () => digits(random, 9), hundred, cpf),
    (id) => id.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4'),
    ['', 'CPF '],
  ),
  format(
    'national_id.fi_hetu',
    (random) =>
      closed(
        random,
        () => `${dmy(random)}-${pad(2 + random(897), 3)}`,
        [...'0123456789ABCDEFHJKLMNPRSTUVWXY'],
        (one) =>
          '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(one.slice(0, 6) + one.slice(7, 10)) % 31] === one[10],
      ),
    (id) => id,
    ['', 'henkilötunnus '],
  ),
  {
    label: 'national_id.dk_cpr',
    good: (random) => ({ written: `${dmy(random)}-${digits(random, 4)}`, before: ['CPR ', 'CPR-nummer: '] }),
    bad: (random) =>
      `${pad(32 + random(60), 2)}${pad(13 + random(80), 2)}${digits(random, 2)}-${digits(random, 4)}`,
  },
  format(
    'national_id.pt_nif',
    (random) =>
      closed(
        random,
        () => `${pick(random, ['1', '2', '5'])}${digits(random, 7)}`,
        ten,
        (one) => {
          const rest = sum(one, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
          return Number(one[8]) === (rest < 2 ? 0 : 11 - rest);
        },
      ),
    (id) => id,
    ['NIF ', 'contribuinte '],
  ),
  format(
    'national_id.no_fodselsnummer',
    (random) =>
      closed(
        random,
        () => `${dmy(random)}${digits(random, 3)}`,
        hundred,
        (one) =>
          sum(one, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
          sum(one, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
      ),
    (id) => `${id.slice(0, 6)} ${id.slice(6)}`,
    ['', 'fødselsnummer '],
  ),
  format(
    'national_id.ch_ahv',
    (random) =>
      closed(
        random,
        () => `756${digits(random, 9)}`,
        ten,
        (one) => sum(one, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
      ),
    (id) => id.replace(/^(...)(....)(....)(..)$/, '$1.$2.$3.$4'),
    ['', 'AHV '],
  ),
];

const hex = '0123456789abcdef';
const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Put together from halves, so that scanners of this repository find nothing. */
const secretFormats: readonly Format[] = (
  [
    ['aws_access_key_id', (random) => `${'AK'}IA${letters(random, 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
    ['github_token', (random) => `${'gh'}p_${letters(random, 36, base62)}`],
    ['gitlab_token', (random) => `${'gl'}pat-${letters(random, 20, base62)}`],
    ['slack_token', (random) => `${'xo'}xb-${digits(random, 12)}-${letters(random, 24, base62)}`],
    ['google_api_key', (random) => `${'AI'}za${letters(random, 35, base62)}`],
    ['stripe_key', (random) => `${'sk'}_live_${letters(random, 24, base62)}`],
    ['anthropic_key', (random) => `${'sk'}-ant-api03-${letters(random, 93, base62)}AA`],
    ['openai_key', (random) => `${'sk'}-proj-${letters(random, 48, base62)}`],
    ['hugging_face_token', (random) => `${'hf'}_${letters(random, 34, base62)}`],
    ['npm_token', (random) => `${'npm'}_${letters(random, 36, base62)}`],
    ['sendgrid_key', (random) => `${'SG'}.${letters(random, 22, base62)}.${letters(random, 43, base62)}`],
    ['twilio_key', (random) => `${'SK'}${letters(random, 32, hex)}`],
    ['shopify_token', (random) => `${'shp'}at_${letters(random, 32, hex)}`],
    ['databricks_token', (random) => `${'da'}pi${letters(random, 32, hex)}`],
    ['digitalocean_token', (random) => `${'dop'}_v1_${letters(random, 64, hex)}`],
    ['hashicorp_vault_token', (random) => `${'hv'}s.${letters(random, 28, base62)}`],
    [
      'telegram_bot_token',
      (random) => `${1 + random(9)}${digits(random, 8)}:${'AA'}${letters(random, 33, base62)}`,
    ],
    [
      'json_web_token',
      (random) =>
        `${'ey'}J${letters(random, 30, base62)}.${'ey'}J${letters(random, 60, base62)}.${letters(random, 43, base62)}`,
    ],
    ['grafana_token', (random) => `${'gl'}sa_${letters(random, 32, base62)}_${letters(random, 8, hex)}`],
    ['linear_key', (random) => `${'lin'}_api_${letters(random, 40, base62)}`],
    ['docker_token', (random) => `${'dckr'}_pat_${letters(random, 27, base62)}`],
    ['azure_storage_key', (random) => `AccountKey=${letters(random, 86, base62)}==`],
    [
      'countersign_key',
      (random) =>
        `${'cs'}_live_${letters(random, 12, 'abcdefghjk0123456789')}_${letters(random, 43, base62)}`,
    ],
  ] satisfies readonly (readonly [string, (random: Random) => string])[]
).map(([kind, make]) => ({
  label: `secret.${kind}`,
  good: (random) => ({ written: make(random), before: ['', 'key: ', 'use '] }),
}));

const formats: readonly Format[] = [...contacts, ...national, ...secretFormats];

const after = ['', '.', ', please.', ' is theirs', '\nThanks', ') and so on', '"'];
const around = ['', 'We got this today: ', 'Subject: renewal\n\n', '{"note": "', 'id;name;value\n7;x;'];

/** So many texts with one datum each, of every format. */
export function positives(random: Random, each: number): Labelled[] {
  return formats.flatMap(({ label, good }) =>
    Array.from({ length: each }, () => {
      const { written, before } = good(random);
      return {
        label,
        text: `${pick(random, around)}${pick(random, before)}${written}${pick(random, after)}`,
      };
    }),
  );
}

const neutral: readonly ((random: Random) => string)[] = [
  (random) => `Order ${digits(random, 11)} of customer ${digits(random, 9)}`,
  (random) => `Invoice ${digits(random, 10)}, amount ${digits(random, 4)}.${digits(random, 2)} EUR`,
  (random) => `commit ${letters(random, 40, hex)}`,
  (random) => `sha256:${letters(random, 64, hex)}`,
  (random) =>
    `${letters(random, 8, hex)}-${letters(random, 4, hex)}-4${letters(random, 3, hex)}-a${letters(random, 3, hex)}-${letters(random, 12, hex)}`,
  (random) => `At ${1_600_000_000 + random(200_000_000)} and ${1_600_000_000_000 + random(2_000_000)}`,
  (random) =>
    `ISBN 978-3-${digits(random, 2)}-${digits(random, 6)}-${digits(random, 1)}, ISSN ${digits(random, 4)}-${digits(random, 4)}`,
  (random) =>
    `version ${random(20)}.${random(20)}.${random(20)} of 20${pad(10 + random(20), 2)}-${pad(1 + random(12), 2)}-${pad(1 + random(28), 2)}`,
  (random) => `EAN ${digits(random, 13)} on shelf ${digits(random, 3)}`,
  (random) => `Tracking ${letters(random, 2, 'ABCDEFGH')}${digits(random, 9)}US, weight ${random(90)} kg`,
  (random) => `coordinates ${random(90)}.${digits(random, 6)}, ${random(180)}.${digits(random, 6)}`,
  (random) => `exe_${letters(random, 26, '0123456789abcdefghjkmnpqrstvwxyz')} ran ${digits(random, 3)} ms`,
  (random) => `${digits(random, 16)} points and ${digits(random, 12)} more`,
  (random) =>
    `part no. ${digits(random, 3)}-${digits(random, 3)}-${digits(random, 4)} rev ${letters(random, 1, 'ABCD')}`,
];

/** So many texts that hold nobody's data: numbers with a wrong check in the same places and words, and numbers of other kinds. */
export function negatives(random: Random, each: number): Labelled[] {
  const wrong = formats.flatMap(({ label, bad }) =>
    bad === undefined
      ? []
      : Array.from({ length: each }, () => ({
          label: `not ${label}`,
          text: `${pick(random, around)}${bad(random)}${pick(random, after)}`,
        })),
  );
  const other = neutral.flatMap((make, at) =>
    Array.from({ length: each }, () => ({ label: `neutral ${at}`, text: make(random) })),
  );
  return [...wrong, ...other];
}
