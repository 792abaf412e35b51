import { createTransport } from 'nodemailer';
import type { MailSettings } from '../../platform/mail.ts';
import type { Message } from './compose.ts';

/** Hands messages to a mail server. */
export interface Mailer {
  /** Resolves when the server has taken the message. @throws what the server or the network said */
  send(message: Message): Promise<void>;
}

const timeoutMs = 10_000;
const isLoopback = (host: string) => /^(127\.|localhost$|::1$)/.test(host);

/** A login is never sent in the clear, but to this machine: without TLS on the way the message fails and is tried again. */
export function createMailer({ host, port, secure, login, from }: MailSettings): Mailer {
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: login !== undefined && !isLoopback(host),
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text, html, messageId, references, headers, picture }) => {
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        html,
        messageId,
        references,
        headers: { ...headers },
        attachments:
          picture === undefined
            ? []
            : [{ filename: 'figures.png', content: picture, contentType: 'image/png', cid: 'picture' }],
      });
    },
  };
}

/** Whether the mail server refused the message for good (RFC 5321 §4.2.1), so that trying again would only repeat it. */
export function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || !('code' in error)) return false;
  const { responseCode, code } = error;
  return (
    typeof responseCode === 'number' && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE')
  );
}
