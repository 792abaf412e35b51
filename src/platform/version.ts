/** The version of what runs, as other programs are told it. */
export const version = '0.1.0';
