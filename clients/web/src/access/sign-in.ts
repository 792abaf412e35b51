import { textOf } from '../shell/search.ts';

/** Only addresses of this app: a sign-in never leads elsewhere. */
export const safeBack = (back: string | undefined): string =>
  back?.startsWith('/') && !/^\/[/\\]/.test(back) && !back.startsWith('/sign-in') ? back : '/';

export const signInSearch = (search: Record<string, unknown>): { back?: string } => textOf(search, 'back');

/** What is wanted beside a right password: one of some ways, or that a second factor is set up now. */
export type SecondStep = {
  methods: ('totp' | 'passkey' | 'recovery_code')[];
  enroll: boolean;
};
