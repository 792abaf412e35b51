/** Where e-mail goes out, as settings hold it. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`). Otherwise STARTTLS when the server offers it. */
  readonly secure: boolean;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** An address, or `Name <address>`. */
  readonly from: string;
}

const address = /^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+$/;

/** Whether text is an address, or a name and an address in angle brackets, on one line. Pure. */
export function isSender(text: string): boolean {
  const [, named] = /^[^<>\r\n"]{1,100} <([^<>]+)>$/.exec(text) ?? [];
  return text.length <= 300 && address.test(named ?? text);
}

/** Reads `smtp://user:password@host:587` or `smtps://…`. Pure. @returns undefined when it is none */
export function readMailUrl(text: string): Omit<MailSettings, 'from'> | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) return undefined;
  if (url.hostname === '' || url.search !== '' || url.hash !== '' || !/^\/?$/.test(url.pathname))
    return undefined;
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    login:
      url.username === ''
        ? undefined
        : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  };
}
