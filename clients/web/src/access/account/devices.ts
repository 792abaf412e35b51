const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/HeadlessChrome\/|Chrome\/|CriOS\//, 'Chrome'],
  [/Version\/.*Safari\//, 'Safari'],
];

/** What a browser calls itself, in words: for its person to recognize, and for nothing else. */
export function deviceOf(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'A program that does not say what it is';
  const first = (known: readonly (readonly [RegExp, string])[]) =>
    known.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [browser, system] = [first(browsers), first(systems)];
  if (browser === undefined) return userAgent.split(/[\s/]/, 1)[0] ?? userAgent;
  return system === undefined ? browser : `${browser} on ${system}`;
}

const methods: Readonly<Record<string, string>> = {
  password: 'password',
  password_totp: 'password and code',
  password_recovery_code: 'password and recovery code',
  password_passkey: 'password and passkey',
  passkey: 'passkey',
  single_sign_on: 'single sign-on',
};

export const methodText = (method: string): string => methods[method] ?? method;
